// Renders a Markdown page of the repository. The address is that of docs/ with the page's path as its query:
// docs/?docs/performance.md#requests. Links between pages are ordinary relative links, which also work on GitHub.
import { headingIds, markdown, pathOf, root } from './pages.js';
import { startSearch } from './search.js';

const home = 'docs/README.md';
const source = /\.(cs|js|mjs|ts|css|html|json|jsonl|yml|yaml|toml|ini|cfg|sh|sql|jq|txt|props|csproj|sln|liquid|service|env|example)$/;
const main = document.querySelector('main');

const page = requestedPath() || home;

startSearch();
await Promise.all([showPage(), showNavigation()]);
goToAnchor();
addEventListener('hashchange', goToAnchor);

function requestedPath() {
  try {
    return decodeURIComponent(location.search.slice(1).split('&')[0]);
  } catch {
    return '';
  }
}

async function showPage() {
  const found = await load(page);
  if (!found) {
    showMissing();
    return;
  }

  const { path, text } = found;
  const content = path.endsWith('.md') ? rendered(path, text) : listing(path, text);
  main.replaceChildren(content);
  const title = main.querySelector('h1')?.textContent ?? path;
  document.title = path === home ? 'SecureAuth' : `${title} · SecureAuth`;
  showOutline();
}

/** A path without an extension may be a folder, whose README is shown. */
async function load(path) {
  const candidates = path.endsWith('/') ? [`${path}README.md`]
    : path.endsWith('.md') || source.test(path) ? [path]
    : [`${path}/README.md`, path];
  for (const candidate of candidates) {
    const address = new URL(candidate, root);
    if (pathOf(address) === null) {
      return null;
    }

    const response = await fetch(address);

    // A server answers a folder with a list of its files, at an address that ends in a slash.
    if (response.ok && !response.url.endsWith('/')) {
      return { path: candidate, text: await response.text() };
    }
  }

  return null;
}

function rendered(path, text) {
  const template = document.createElement('template');
  template.innerHTML = markdown(text);
  const content = template.content;
  const base = new URL(path, root);

  headingIds(content.querySelectorAll('h1, h2, h3, h4, h5, h6'));
  for (const link of content.querySelectorAll('a[href]')) {
    link.setAttribute('href', siteLink(link.getAttribute('href'), base));
  }

  for (const image of content.querySelectorAll('img[src]')) {
    image.src = new URL(image.getAttribute('src'), base).href;
    image.loading = 'lazy';
  }

  for (const wide of content.querySelectorAll('table, pre')) {
    const frame = document.createElement('div');
    frame.className = 'wide';
    frame.tabIndex = 0;
    frame.role = 'group';
    frame.ariaLabel = wide.localName === 'table' ? 'Table' : 'Code';
    wide.replaceWith(frame);
    frame.append(wide);
  }

  return content;
}

/** A link of a page as a link of this site. Other addresses, and anchors of the same page, stay as they are. */
function siteLink(href, base) {
  if (href.startsWith('#') || /^[a-z][a-z0-9+.-]*:/i.test(href)) {
    return href;
  }

  const target = new URL(href, base);
  const path = pathOf(target);
  const isFile = /\.(png|svg|jpg|gif|zip|gz)$/.test(path ?? '');
  return path === null || isFile ? target.href : `?${path}${target.hash}`;
}

function listing(path, text) {
  const content = document.createDocumentFragment();
  const title = document.createElement('h1');
  title.textContent = path;
  const frame = document.createElement('div');
  frame.className = 'wide';
  frame.tabIndex = 0;
  frame.role = 'group';
  frame.ariaLabel = 'Code';
  const code = document.createElement('pre');
  code.textContent = text;
  frame.append(code);
  content.append(title, frame);
  return content;
}

/** On GitHub Pages, a folder of the source is not listed, but the repository that the pages belong to is known. */
function showMissing() {
  const title = document.createElement('h1');
  title.textContent = 'Not a page';
  const text = document.createElement('p');
  const owner = /^([\w-]+)\.github\.io$/.exec(location.hostname)?.[1];
  const address = new URL(page, root);
  if (pathOf(address) === null) {
    text.textContent = 'This address does not belong to the documentation.';
  } else {
    const link = document.createElement('a');
    link.href = owner
      ? `https://github.com/${owner}/${root.pathname.split('/')[1] || `${owner}.github.io`}/tree/HEAD/${pathOf(address)}`
      : address.href;
    link.textContent = page;
    text.append('Look for ', link, ' among the files of the repository.');
  }

  main.replaceChildren(title, text);
}

/** The contents page is the navigation: each heading with the links below it. */
async function showNavigation() {
  const template = document.createElement('template');
  template.innerHTML = markdown(await (await fetch(new URL(home, root))).text());
  const navigation = document.querySelector('.pages');
  const base = new URL(home, root);
  for (const heading of template.content.querySelectorAll('h2')) {
    const list = heading.nextElementSibling;
    if (list?.localName !== 'ul') {
      continue;
    }

    const title = document.createElement('p');
    title.textContent = heading.textContent;
    const links = document.createElement('ul');
    for (const link of list.querySelectorAll('li > a:first-child')) {
      const href = siteLink(link.getAttribute('href'), base);
      link.setAttribute('href', href);
      if (isCurrent(href)) {
        link.ariaCurrent = 'page';
      }

      const item = document.createElement('li');
      item.append(link);
      links.append(item);
    }

    navigation.append(title, links);
  }

  const button = document.querySelector('.menu-button');
  button.addEventListener('click', () => {
    const open = button.ariaExpanded !== 'true';
    button.ariaExpanded = open;
    navigation.classList.toggle('open', open);
  });
  navigation.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' });
}

/** A decision belongs to the link to all decisions. */
function isCurrent(href) {
  const path = href.slice(1);
  return path === page || (path.endsWith('decisions/README.md') && page.startsWith('docs/decisions/'));
}

function showOutline() {
  const headings = [...main.querySelectorAll('h2')];
  if (headings.length < 2) {
    return;
  }

  const outline = document.querySelector('.outline');
  const title = document.createElement('p');
  title.textContent = 'On this page';
  const list = document.createElement('ul');
  for (const heading of headings) {
    const link = document.createElement('a');
    link.href = `#${heading.id}`;
    link.textContent = heading.textContent;
    const item = document.createElement('li');
    item.append(link);
    list.append(item);
  }

  outline.append(title, list);
  outline.hidden = false;
}

/** The browser has looked for the anchor before the page was there. */
function goToAnchor() {
  const id = decodeURIComponent(location.hash.slice(1));
  if (id) {
    document.getElementById(id)?.scrollIntoView();
  }
}
