// The policy allows a <style> element only with the nonce the server puts into the page (docs/decisions/0063). antd takes it
// from ConfigProvider, but its scroll lock (under drawers and windows) and its measuring of scroll bars write their own
// without asking for one. So an element gets it where scripts of ours make it; markup that came in as text never does.

const kMark = '__CSP_NONCE__'; // still there: the page came from a developer's server, which has no policy

export function styleNonce(page: Document): string | undefined {
  const given = page.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content;
  return given && given !== kMark ? given : undefined;
}

export function giveStylesTheirNonce(page: Document, nonce: string): void {
  const make = page.createElement.bind(page);
  page.createElement = (name: string, options?: ElementCreationOptions): HTMLElement => {
    const made = make(name, options);
    if (name.toLowerCase() === 'style') made.nonce = nonce;
    return made;
  };
}
