// Passkeys by the browser's own window; where there are none, the password and the link remain.
/* global SimpleWebAuthnBrowser */
const { startAuthentication, startRegistration, browserSupportsWebAuthn } = SimpleWebAuthnBrowser;

async function post(url, body) {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify(body ?? {}),
  });
  const told = await answer.json();
  if (!answer.ok) throw new Error(told.detail);
  return told;
}

async function signIn(form) {
  const { ticket, options } = await post('/connexion/cle/options');
  const response = await startAuthentication({ optionsJSON: options });
  return post('/connexion/cle', { ticket, response, suite: form.dataset.suite });
}

async function add(form) {
  const { ticket, options } = await post('/compte/cles/options');
  const response = await startRegistration({ optionsJSON: options });
  return post('/compte/cles', { ticket, response, name: form.dataset.device, suite: form.dataset.suite });
}

function watch(form) {
  const message = form.querySelector('[data-passkey-message]');
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    message.textContent = '';
    const answer = form.dataset.passkey === 'add' ? add(form) : signIn(form);
    try {
      const { url } = await answer;
      location.assign(url);
    } catch (error) {
      message.textContent = error.name === 'NotAllowedError' || !error.message ? form.dataset.cancelled : error.message;
    }
  });
  form.hidden = false;
}

if (browserSupportsWebAuthn()) document.querySelectorAll('form[data-passkey]').forEach(watch);
