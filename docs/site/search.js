import { markdown, pathOf, root, slugger, tokens } from './pages.js';

const most = 12;
const contents = ['docs/README.md', 'docs/decisions/README.md'];

/** Searches the sections of all pages, which are fetched when the field gets the focus for the first time. */
export function startSearch() {
  const box = document.querySelector('.search');
  const field = box.querySelector('input');
  const results = box.querySelector('.results');
  const status = results.querySelector('[role=status]');
  const list = results.querySelector('ul');
  let index;

  const close = () => { results.hidden = true; };
  const show = async () => {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    if (words.length === 0) {
      close();
      return;
    }

    index ??= sections();
    const found = find(await index, words);
    status.textContent = found.length === 0 ? 'Nothing found' : found.length === 1 ? '1 section' : `${found.length} sections`;
    list.replaceChildren(...found.slice(0, most).map(section => entry(section, words[0])));
    results.hidden = false;
  };

  field.addEventListener('focus', () => { index ??= sections(); show(); });
  field.addEventListener('input', show);
  box.addEventListener('keydown', event => {
    if (event.key === 'Escape') {
      field.value = '';
      close();
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      move([field, ...list.querySelectorAll('a')], event.key === 'ArrowDown' ? 1 : -1);
    } else if (event.key === 'Enter' && event.target === field) {
      list.querySelector('a')?.click();
    }
  });
  document.addEventListener('click', event => {
    if (!box.contains(event.target)) {
      close();
    }
  });
  document.addEventListener('keydown', event => {
    if (event.key === '/' && !(event.target instanceof HTMLInputElement)) {
      event.preventDefault();
      field.focus();
    }
  });
}

function move(stops, by) {
  const next = stops.indexOf(document.activeElement) + by;
  stops[(next + stops.length) % stops.length].focus();
}

async function sections() {
  const paths = new Set(contents);
  for (const path of contents) {
    for (const link of await linksOf(path)) {
      paths.add(link);
    }
  }

  const pages = await Promise.all([...paths].map(async path => sectionsOf(path, await textOf(path))));
  return pages.flat();
}

async function textOf(path) {
  const response = await fetch(new URL(path, root));
  return response.ok ? response.text() : '';
}

async function linksOf(path) {
  const template = document.createElement('template');
  template.innerHTML = markdown(await textOf(path));
  return [...template.content.querySelectorAll('a[href]')]
    .map(link => pathOf(new URL(link.getAttribute('href'), new URL(path, root))))
    .filter(target => target?.endsWith('.md'));
}

function sectionsOf(path, text) {
  const slug = slugger();
  const found = [];
  let title = path;
  let section;
  for (const token of tokens(text)) {
    if (token.type === 'heading') {
      const heading = textOfHeading(token);
      const anchor = slug(heading);
      title = token.depth === 1 ? heading : title;
      section = { path, title, heading, anchor, text: '' };
      found.push(section);
    } else if (section) {
      section.text += ` ${plain(token.raw)}`;
    }
  }

  for (const entry of found) {
    entry.head = `${entry.title} ${entry.heading}`.toLowerCase();
    entry.body = entry.text.toLowerCase();
  }

  return found;
}

function textOfHeading(token) {
  const template = document.createElement('template');
  template.innerHTML = markdown(token.raw);
  return template.content.textContent.trim();
}

/** Without the marks of links, code, emphasis and tables. */
function plain(text) {
  return text.replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/[`*|#]+/g, ' ').replace(/-{3,}/g, ' ').replace(/\s+/g, ' ').trim();
}

/** Sections that contain all words, first those with the most of them in the heading. */
function find(all, words) {
  const score = section => {
    let sum = 0;
    for (const word of words) {
      const inHead = section.head.includes(word);
      if (!inHead && !section.body.includes(word)) {
        return 0;
      }

      sum += inHead ? 20 : 0;
      sum += Math.min(section.body.split(word).length - 1, 9);
    }

    return sum + (section.path.startsWith('docs/decisions/') ? 0 : 5);
  };
  return all.map(section => ({ ...section, score: score(section) }))
    .filter(section => section.score > 0)
    .sort((a, b) => b.score - a.score);
}

function entry(section, word) {
  const item = document.createElement('li');
  const link = document.createElement('a');
  link.href = `?${section.path}${section.heading === section.title ? '' : `#${section.anchor}`}`;
  const heading = document.createElement('strong');
  heading.textContent = section.heading === section.title ? section.title : `${section.title} › ${section.heading}`;
  const excerpt = document.createElement('span');
  const at = Math.max(0, section.body.indexOf(word) - 40);
  excerpt.textContent = `${at > 0 ? '…' : ''}${section.text.trim().slice(at, at + 130)}…`;
  link.append(heading, excerpt);
  item.append(link);
  return item;
}
