import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 200;

/** True once /readyz answers 200; false when `ended` settles first. */
export async function untilReady(environment, ended) {
  const over = ended.then(() => 'over');
  for (;;) {
    if (await answers(environment)) return true;
    if ((await Promise.race([sleep(POLL_MS), over])) === 'over') return false;
  }
}

function answers({ PORT, BASE_DOMAIN = 'localhost' }) {
  return new Promise((resolve) => {
    const options = {
      host: '127.0.0.1',
      port: PORT,
      path: '/readyz',
      headers: { host: BASE_DOMAIN },
      timeout: 2000,
      agent: false,
    };
    const asked = request(options, (response) => resolve(response.resume().statusCode === 200));
    asked.on('error', () => resolve(false)).on('timeout', () => asked.destroy());
    asked.end();
  });
}

/** Prints the addresses and, for the demo, who can sign in. */
export function announce({ PORT, BASE_DOMAIN = 'localhost', PUBLIC_SCHEME = 'http', PUBLIC_PORT = PORT, DEMO }, say) {
  const isDefault = PUBLIC_PORT === (PUBLIC_SCHEME === 'https' ? '443' : '80');
  const address = (name) => `${PUBLIC_SCHEME}://${name}${BASE_DOMAIN}${isDefault ? '' : `:${PUBLIC_PORT}`}`;
  say('');
  say('Devanture is ready.');
  say(`  portal       ${address('')}`);
  say(`  back office  ${address('gestion.')}`);
  say(`  shops        ${address('<slug>.')}`);
  if (DEMO === '1') {
    say('Sign in with the password demo-devanture as');
    say('  region@demo.test                  the region');
    say('  cci@demo.test                     an initiative');
    say('  martin@, lucie@, nadia@demo.test  shopkeepers');
  }
  say('Ctrl-C stops everything.');
}
