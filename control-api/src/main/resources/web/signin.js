// The forms by which a viewer signs in: with an account, or with a token or key that they have.
import * as session from './session.js';

/**
 * Wires two forms. The account's has the fields username, password and code; the other one token.
 *
 * @param codeField hidden until a second factor is asked for
 * @param say shows a text, as a problem when its second argument is true
 * @param onIn called once somebody is signed in
 */
export function wireSignIn({ account, token, codeField, say, onIn }) {
  const wire = (form, signIn) => form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const button = form.querySelector('button');
    button.disabled = true;
    try {
      if (await signIn(Object.fromEntries(new FormData(form)))) {
        form.reset();
        codeField.hidden = true;
        onIn();
      }
    } catch (failure) {
      say(failure.message, true);
    } finally {
      button.disabled = false;
    }
  });
  wire(account, async ({ username, password, code }) => {
    const isIn = await session.signIn(code ? { username, password, code } : { username, password });
    if (!isIn) {
      codeField.hidden = false;
      account.elements.code.focus();
      say('Enter the code of your second factor.', false);
    }
    return isIn;
  });
  wire(token, async (fields) => {
    session.useToken(fields.token.trim());
    return true;
  });
}
