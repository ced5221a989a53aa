import { Injectable } from '@nestjs/common';
import { Authenticators } from './authenticators.service.js';
import { Passkeys, type PasskeySummary } from './passkeys.service.js';

/** By what a person can prove who they are. */
export interface ProofsOfPerson {
  passkeys: PasskeySummary[];
  application: { isSet: boolean; codesLeft: number };
}

@Injectable()
export class Proofs {
  constructor(
    private readonly passkeys: Passkeys,
    private readonly authenticators: Authenticators,
  ) {}

  async of(personId: string): Promise<ProofsOfPerson> {
    const [passkeys, application] = await Promise.all([
      this.passkeys.list(personId),
      this.authenticators.state(personId),
    ]);
    return { passkeys, application };
  }

  /** Takes all of them away: the person has lost them, and sets up new ones at the next sign-in. */
  async reset(personId: string): Promise<void> {
    for (const { id } of await this.passkeys.list(personId)) await this.passkeys.remove(personId, id);
    await this.authenticators.reset(personId);
  }
}
