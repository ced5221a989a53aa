import type { SettingDefinition } from '../theme-manifest.js';
import { type FieldShape, type Shapes, viewShapes } from './shapes.js';

/** What is known of a value in a template. `fields` is what a partial was given; `from` is the context under it. */
export type Kind =
  | { is: 'any' | 'text' | 'none' }
  | { is: 'shape'; name: string }
  | { is: 'list'; of: Kind }
  | { is: 'fields'; fields: Map<string, Kind>; from: Kind };

export const ANY: Kind = { is: 'any' };
export const TEXT: Kind = { is: 'text' };

/** `unknown`: no such field, whatever is passed; `absent`: a partial was not given it, which may be meant. */
export type Looked = Kind | 'unknown' | 'absent';

/** Answers what a field of a value is. */
export class Kinds {
  private readonly shapes: Shapes = viewShapes();
  private readonly settings: Map<string, Kind> | null;

  /** `settings` null: they are not known, and anything goes. */
  constructor(settings: SettingDefinition[] | null) {
    const photo: Kind = { is: 'shape', name: 'Photo' };
    this.settings = settings && new Map(settings.map(({ id, type }) => [id, type === 'image' ? photo : TEXT]));
  }

  field(kind: Kind, name: string): Looked {
    switch (kind.is) {
      case 'any':
        return ANY;
      case 'none':
        return 'absent';
      case 'text':
        return name === 'length' ? TEXT : 'unknown';
      case 'list':
        return /^\d+$/.test(name) ? kind.of : name === 'length' ? TEXT : 'unknown';
      case 'shape':
        return this.shapeField(kind.name, name);
      case 'fields':
        return kind.fields.get(name) ?? this.given(kind.from, name);
    }
  }

  /** A card that gets `level=2` beside its product: a name that neither has may be an argument left out. */
  private given(from: Kind, name: string): Looked {
    const found = this.field(from, name);
    return found === 'unknown' ? 'absent' : found;
  }

  private shapeField(shape: string, name: string): Looked {
    if (shape === 'ThemeSettings') return this.settings ? (this.settings.get(name) ?? 'unknown') : ANY;
    const field = this.shapes[shape]?.[name];
    return field ? kindOf(field) : 'unknown';
  }
}

function kindOf(field: FieldShape): Kind {
  const one = ['string', 'number', 'boolean'].includes(field.type) ? TEXT : shapeKind(field.type);
  return field.many ? { is: 'list', of: one } : one;
}

const shapeKind = (type: string): Kind => (type === 'object' ? ANY : { is: 'shape', name: type });
