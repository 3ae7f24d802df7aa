import { Marked } from './vendor/marked.esm.js';

/** The address of the repository's root. */
export const root = new URL('../../', import.meta.url);

const marked = new Marked({ gfm: true });

export const markdown = text => marked.parse(text);

export const tokens = text => marked.lexer(text);

/** The path of an address in the repository, or null for one outside of it, which is never fetched. */
export function pathOf(address) {
  return address.origin === root.origin && address.pathname.startsWith(root.pathname)
    ? decodeURIComponent(address.pathname.slice(root.pathname.length))
    : null;
}

/** Gives headings the ids that GitHub gives them. */
export function headingIds(headings) {
  const slug = slugger();
  for (const heading of headings) {
    heading.id = slug(heading.textContent);
  }
}

/** Makes anchors of headings as GitHub does, with a number for those that occur again. */
export function slugger() {
  const used = new Map();
  return text => {
    const slug = text.trim().toLowerCase().replace(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, '').replaceAll(' ', '-');
    const count = used.get(slug) ?? 0;
    used.set(slug, count + 1);
    return count === 0 ? slug : `${slug}-${count}`;
  };
}
