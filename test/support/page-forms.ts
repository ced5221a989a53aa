/** A form as a browser would send it back: its fields with the values that stand in it. */
export interface PageForm {
  method: 'GET' | 'POST';
  /** Path and query of the action. */
  action: string;
  isMultipart: boolean;
  fields: [name: string, value: string][];
  /** Names of the file fields. */
  files: string[];
}

type Attributes = Record<string, string>;

const TAG = /<(\/?)(form|input|select|option|textarea|button)\b((?:[^>"']|"[^"]*"|'[^']*')*)>/gi;
const ENTITIES: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  '#x27': "'",
  '#39': "'",
  '#x3D': '=',
};

/** Values for required fields that are empty, by the type of their control. */
const FILLINGS: Record<string, string> = {
  number: '1',
  email: 'someone@example.fr',
  tel: '06 12 34 56 78',
  url: 'https://example.org/',
  date: '2027-03-02',
  time: '09:00',
  text: '12',
  textarea: 'Un texte',
  password: 'ni-facile-ni-court-7319',
  search: 'rose',
};

/** All forms of a page of ours. `path` is the page's own, for forms without an action. */
export function formsOf(html: string, path: string): PageForm[] {
  const forms: PageForm[] = [];
  const state: { form: PageForm | null; select: string | null; hasOption: boolean } = {
    form: null,
    select: null,
    hasOption: false,
  };
  for (const match of html.matchAll(TAG)) {
    const [whole, slash, name, text] = match as unknown as [string, string, string, string];
    const tag = `${slash}${name.toLowerCase()}`;
    const at = attributesOf(text);
    if (tag === 'form') forms.push((state.form = openForm(at, path)));
    else if (tag === '/form') state.form = null;
    else if (state.form) addControl(state as OpenForm, tag, at, html.slice(match.index + whole.length));
  }
  return forms;
}

interface OpenForm {
  form: PageForm;
  select: string | null;
  hasOption: boolean;
}

const openForm = (at: Attributes, path: string): PageForm => ({
  method: /^post$/i.test(at['method'] ?? '') ? 'POST' : 'GET',
  action: at['action'] || path,
  isMultipart: at['enctype'] === 'multipart/form-data',
  fields: [],
  files: [],
});

function addControl(state: OpenForm, tag: string, at: Attributes, after: string): void {
  const { form } = state;
  if (tag === 'select') Object.assign(state, { select: at['name'] ?? null, hasOption: false });
  else if (tag === '/select') state.select = null;
  else if (tag === 'option' && state.select !== null && at['value']) {
    if (!state.hasOption) form.fields.push([state.select, at['value']]);
    else if ('selected' in at) form.fields[form.fields.length - 1] = [state.select, at['value']];
    state.hasOption = true;
  } else if (tag === 'textarea' && at['name']) {
    form.fields.push([at['name'], decoded(after.slice(0, after.indexOf('</textarea'))) || FILLINGS['textarea']!]);
  } else if (tag === 'input') addInput(form, at);
  else if (tag === 'button' && at['name']) form.fields.push([at['name'], at['value'] ?? '']);
}

function addInput(form: PageForm, at: Attributes): void {
  const { type = 'text', name, value } = at;
  if (!name) return;
  const isKnown = form.fields.some(([known]) => known === name);
  if (type === 'checkbox' && 'data-state' in at && !('checked' in at)) return; // it says what stands, it asks for nothing
  if (type === 'file') form.files.push(name);
  else if (type === 'radio' && isKnown && !('checked' in at)) return;
  else if (type === 'checkbox' || type === 'radio') form.fields.push([name, value ?? 'on']);
  else form.fields.push([name, value || ('required' in at ? (FILLINGS[type] ?? '') : '')]);
}

function attributesOf(text: string): Attributes {
  const found = text.matchAll(/([\w:-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g);
  return Object.fromEntries([...found].map(([, name, a, b, c]) => [name!.toLowerCase(), decoded(a ?? b ?? c ?? '')]));
}

const decoded = (text: string): string => text.replace(/&(#?\w+);/g, (whole, name: string) => ENTITIES[name] ?? whole);

interface JsonSchema {
  type?: string | string[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  enum?: unknown[];
  const?: unknown;
  format?: string;
  minimum?: number;
  exclusiveMinimum?: number;
  default?: unknown;
  minItems?: number;
}

/** By name, where a schema says too little. */
const BY_NAME: Record<string, unknown> = {
  opens: '09:00',
  closes: '12:00',
  day: '2027-03-02',
  currency: 'EUR',
  amount: 1200,
  phone: '06 12 34 56 78',
  url: 'https://example.org/picture.jpg',
  quantity: 1,
};

/** A value that the schema takes: what is required, and whatever `known` names, with that value. */
export function sampleOf(schema: JsonSchema, known: Record<string, string>, name = ''): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  if (schema.anyOf) return sampleOf(schema.anyOf.find(({ type }) => type !== 'null') ?? {}, known, name);
  const type = [schema.type].flat().find((each) => each !== 'null');
  if (type === 'object' || schema.properties) return sampleObject(schema, known);
  if (type === 'array') return [sampleOf(schema.items ?? {}, known, name.replace(/s$/, ''))];
  if (name in known) return known[name];
  if (name in BY_NAME) return BY_NAME[name];
  if (type === 'integer' || type === 'number') return Math.max(1, schema.minimum ?? 1);
  if (type === 'boolean') return true;
  return schema.format === 'email' ? 'someone@example.fr' : 'Un texte';
}

function sampleObject({ properties = {}, required = [] }: JsonSchema, known: Record<string, string>): object {
  const wanted = Object.entries(properties).filter(
    ([name]) => required.includes(name) || name in known || name.replace(/s$/, '') in known,
  );
  const chosen = wanted.length > 0 ? wanted : Object.entries(properties).slice(0, 1);
  return Object.fromEntries(chosen.map(([name, inner]) => [name, sampleOf(inner, known, name)]));
}
