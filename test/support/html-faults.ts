import { HtmlValidate } from 'html-validate';

const validator = new HtmlValidate({
  extends: ['html-validate:recommended'],
  rules: {
    'no-trailing-whitespace': 'off',
    'form-dup-name': ['error', { shared: ['radio', 'checkbox', 'submit', 'button', 'reset'] }],
    'long-title': 'off',
    'tel-non-breaking': 'off',
    // Safari forgets that a list without bullets is one.
    'no-redundant-role': 'off',
    // The mark of a boolean attribute and the style of a void element are a matter of taste.
    'attribute-boolean-style': 'off',
    'void-style': 'off',
    'doctype-style': 'off',
    // Letters and digits alone is what HTML 4 asked for.
    'valid-id': ['error', { relaxed: true }],
  },
});

/** What is not valid in a page, by line and rule. */
export async function htmlFaults(html: string): Promise<string[]> {
  const { results } = await validator.validateString(html);
  return results.flatMap(({ messages }) =>
    messages.map(({ line, ruleId, message }) => `${line} ${ruleId}: ${message}`),
  );
}
