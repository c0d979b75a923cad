import * as text from '#lib/text/en/server.ts';

/**
 * The page that somebody without the cookie gets, whatever the address: it hands the token behind the `#` of the
 * printed link to the server, which never sees fragments, and then loads the address again.
 */
export function signInPage(nonce: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Ringfence</title>
<style nonce="${nonce}">body{font:14px/20px system-ui,sans-serif;max-width:32rem;margin:20vh auto;padding:0 1rem}</style>
</head>
<body>
<main><h1>Ringfence</h1><p id="message">${text.SIGN_IN}</p></main>
<script nonce="${nonce}">
const found = /(?:^#|&)token=([^&]+)/.exec(location.hash);
if (found) {
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ token: decodeURIComponent(found[1]) });
  fetch('/api/session', { method: 'POST', headers, body }).then((answer) => {
    if (answer.ok) location.replace(location.pathname + location.search);
    else document.getElementById('message').textContent = ${JSON.stringify(text.WRONG_TOKEN)};
  });
}
</script>
</body>
</html>`;
}
