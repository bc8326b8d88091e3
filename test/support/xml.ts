/** A strict reader of the XML that we write: elements, attributes, text, the five entities and numbers. */

/** An element. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: XmlElement[];
  text: string;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** XML 1.0, production 2. */
const CHARACTERS = /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u;

function decode(text: string): string {
  if (/[<>]/.test(text)) throw new Error(`a bare < or > in ${JSON.stringify(text)}`);
  return text.replace(/&([^;]*;?)/g, (_, entity: string) => {
    const name = entity.replace(/;$/, '');
    if (entity === name) throw new Error(`a bare & in ${JSON.stringify(text)}`);
    if (/^#\d+$/.test(name)) return String.fromCodePoint(Number(name.slice(1)));
    const character = ENTITIES[name];
    if (character === undefined) throw new Error(`the entity &${name};`);
    return character;
  });
}

function parseAttributes(text: string): Record<string, string> {
  const attributes: Record<string, string> = {};
  const rest = text.replace(/\s+([\w.]+)="([^"]*)"/g, (_, name: string, value: string) => {
    if (name in attributes) throw new Error(`${name} is there twice`);
    // What is not escaped is normalized to a blank.
    attributes[name] = decode(value.replace(/[\t\n\r]/g, ' '));
    return '';
  });
  if (rest.trim() !== '') throw new Error(`no attributes: ${JSON.stringify(rest)}`);
  return attributes;
}

/** The root element; throws where the text is not well-formed. */
export function parseXml(text: string): XmlElement {
  if (!CHARACTERS.test(text)) throw new Error('a character that XML does not allow');
  const declaration = '<?xml version="1.0" encoding="UTF-8"?>';
  if (!text.startsWith(declaration)) throw new Error('no declaration');
  const top: XmlElement = { name: '', attributes: {}, children: [], text: '' };
  const open = [top];
  for (const [, tag, between] of text
    .slice(declaration.length)
    .matchAll(/<([^<>]*(?:"[^"]*"[^<>]*)*)>|([^<]+)/g)) {
    const current = open.at(-1)!;
    if (between !== undefined) current.text += decode(between);
    else if (tag!.startsWith('/')) {
      if (tag!.slice(1) !== current.name) throw new Error(`</${tag}> ends <${current.name}>`);
      open.pop();
    } else {
      const [, name, rest] = /^([a-z]+)(.*?)\/?$/s.exec(tag!) ?? [];
      if (name === undefined) throw new Error(`no tag: ${tag}`);
      const element = { name, attributes: parseAttributes(rest!), children: [], text: '' };
      current.children.push(element);
      if (!tag!.endsWith('/')) open.push(element);
    }
  }
  if (open.length !== 1 || top.children.length !== 1 || top.text.trim() !== '')
    throw new Error('not one whole element');
  return top.children[0]!;
}
