import { InvalidInputError, NotFoundError } from '#libs/kernel';
import type { Look } from './look.js';
import { SecondHeroError, TooManySectionsError } from './looks.errors.js';
import { newSection, section, type Section, SECTIONS_MAX, type SectionType } from './section.js';

/** A new section at the end; a hero at the top. @throws TooManySectionsError, SecondHeroError */
export function withNewSection(look: Look, type: SectionType, added = newSection(type)): Look {
  const { sections } = look;
  if (sections.length >= SECTIONS_MAX) throw new TooManySectionsError({ most: SECTIONS_MAX });
  if (type !== 'hero') return { ...look, sections: [...sections, added] };
  if (hasHero(look)) throw new SecondHeroError();
  return { ...look, sections: [added, ...sections] };
}

/** @throws NotFoundError for a section that is not there */
export function withoutSection(look: Look, id: string): Look {
  find(look, id);
  return { ...look, sections: look.sections.filter((each) => each.id !== id) };
}

/** The section at another place, counted from 0; the hero stays the first. @throws NotFoundError */
export function withSectionAt(look: Look, id: string, place: number): Look {
  const moved = find(look, id);
  if (moved.type === 'hero') return look;
  const rest = look.sections.filter((each) => each.id !== id);
  const first = rest[0]?.type === 'hero' ? 1 : 0;
  const at = Math.max(first, Math.min(rest.length, place));
  return { ...look, sections: rest.toSpliced(at, 0, moved) };
}

/** The section with other contents; those that are not named stay. @throws NotFoundError, InvalidInputError */
export function withContents(look: Look, id: string, contents: Record<string, unknown>): Look {
  const before = find(look, id);
  const read = section.safeParse({ ...before, ...contents, id: before.id, type: before.type });
  if (!read.success) throw new InvalidInputError(read.error.issues.map(fault));
  return { ...look, sections: look.sections.map((each) => (each.id === id ? read.data : each)) };
}

const hasHero = ({ sections }: Look): boolean => sections[0]?.type === 'hero';

function find({ sections }: Look, id: string): Section {
  const found = sections.find((each) => each.id === id);
  if (!found) throw new NotFoundError();
  return found;
}

function fault(issue: { path: PropertyKey[]; code: string; maximum?: unknown; keys?: string[] }) {
  const path = issue.path.map(String).join('.') || (issue.keys?.[0] ?? '');
  return issue.code === 'too_big'
    ? { path, code: 'field.text_max', details: { max: Number(issue.maximum) } }
    : { path, code: 'field.invalid' };
}
