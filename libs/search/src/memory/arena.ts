/** Numbers: enough for the lists of most questions, 8 MB. */
const ROOM = 2 ** 21;

/**
 * Room for the lists of one question, used again for the next one: hundreds of kilobytes a question would otherwise keep the
 * garbage collector at work. What was taken before `reset` must not be read after it.
 */
export class Arena {
  private readonly room = new Uint32Array(ROOM);
  private taken = 0;

  reset(): void {
    this.taken = 0;
  }

  /** Filled with whatever was there. */
  take(length: number): Uint32Array {
    if (this.taken + length > ROOM) return new Uint32Array(length);
    this.taken += length;
    return this.room.subarray(this.taken - length, this.taken);
  }

  zeros(length: number): Uint32Array {
    return this.take(length).fill(0);
  }
}
