/** Cover art, made from an id: the same id always gives the same picture. */

const SVG = 'http://www.w3.org/2000/svg';
const PALETTES = [
  ['#0f3d3e', '#1f7a6d', '#e8c468', '#f4efe1'],
  ['#27213c', '#5a4fcf', '#f08a5d', '#f9d5a7'],
  ['#3a1f2b', '#b23a48', '#fcb9a0', '#fed0bb'],
  ['#10273f', '#2f6690', '#81c3d7', '#f2c14e'],
  ['#1f2f16', '#5b8c3a', '#d9e76c', '#f7f3e3'],
  ['#41211c', '#c8553d', '#f2b880', '#f7ede2'],
  ['#182a2f', '#4a8f8c', '#ef767a', '#f6f0ed'],
  ['#2a1a3e', '#8e4a9b', '#f4a6c0', '#ffe066'],
];
let count = 0;

/** A number that is always the same for the same text. */
export const hash = (text) =>
  [...String(text)].reduce((sum, letter) => Math.imul(sum ^ letter.codePointAt(0), 16777619) >>> 0, 2166136261);

export const palette = (id) => PALETTES[hash(id) % PALETTES.length];

function dice(seed) {
  let state = seed;
  return (from, to) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return from + (((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296) * (to - from);
  };
}

function shape(name, attributes) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) {
    element.setAttribute(key, typeof value === 'number' ? Math.round(value * 10) / 10 : value);
  }
  return element;
}

const range = (length) => Array.from({ length }, (_, index) => index);

const MOTIFS = [
  function rings(roll, [, a, b, c]) {
    const [cx, cy] = [roll(15, 85), roll(20, 90)];
    return range(6).map((i) =>
      shape('circle', { cx, cy, r: 66 - i * 11, fill: [a, b, a, c, a, b][i], 'fill-opacity': 0.35 + i * 0.12 }));
  },
  function waves(roll, [, a, b, c]) {
    return range(5).map((i) => {
      const [y, lift] = [30 + i * 15, roll(8, 22)];
      const d = `M0 ${y}C25 ${y - lift} 25 ${y - lift} 50 ${y}S75 ${y + lift} 100 ${y}V100H0z`;
      return shape('path', { d, fill: [b, a, c, a, b][i], 'fill-opacity': 0.4 + i * 0.13 });
    });
  },
  function bars(roll, [, a, b, c]) {
    return range(9).map((i) => {
      const height = roll(14, 76);
      const fill = [a, b, c][Math.floor(roll(0, 3))];
      return shape('rect', { x: 7 + i * 10, y: 50 - height / 2, width: 6, height, rx: 3, fill });
    });
  },
  function hills(roll, [, a, b, c]) {
    return [
      shape('circle', { cx: roll(25, 75), cy: roll(25, 45), r: roll(12, 22), fill: c }),
      ...range(3).map((i) => {
        const [left, middle, right] = [roll(45, 70), roll(35, 60), roll(45, 70)].map((y) => Math.round(y + i * 14));
        const d = `M0 ${left}Q25 ${middle} 50 ${Math.round((middle + right) / 2)}T100 ${right}V100H0z`;
        return shape('path', { d, fill: [b, a, a][i], 'fill-opacity': [0.9, 0.85, 1][i] });
      }),
    ];
  },
  function quarters(roll, [, a, b, c]) {
    return range(16).map((i) => {
      const [x, y] = [(i % 4) * 25, Math.floor(i / 4) * 25];
      const turn = Math.floor(roll(0, 4)) * 90;
      return shape('path', {
        d: `M${x} ${y}h25a25 25 0 0 1-25 25z`,
        fill: [a, b, c, a][Math.floor(roll(0, 4))],
        transform: `rotate(${turn} ${x + 12.5} ${y + 12.5})`,
      });
    });
  },
  function dots(roll, [, a, b, c]) {
    const [cx, cy] = [roll(1, 5), roll(1, 5)];
    return range(49).map((i) => {
      const [column, row] = [i % 7, Math.floor(i / 7)];
      const far = Math.hypot(column - cx, row - cy);
      return shape('circle', {
        cx: 11 + column * 13, cy: 11 + row * 13, r: Math.max(0.8, 6.4 - far), fill: far < 2 ? c : far < 4 ? b : a,
      });
    });
  },
];

/** An SVG element, hidden from assistive technology: the title always stands beside it. */
export function cover(id) {
  const seed = hash(id);
  const colours = palette(id);
  const name = `cover-${(count += 1)}`;
  const roll = dice(seed);
  const svg = shape('svg', { viewBox: '0 0 100 100', class: 'cover', 'aria-hidden': 'true', focusable: 'false' });
  const ground = shape('linearGradient', { id: name, gradientTransform: `rotate(${roll(20, 70)})` });
  ground.append(shape('stop', { 'stop-color': colours[0] }));
  ground.append(shape('stop', { offset: '1.6', 'stop-color': colours[1] }));
  const motif = MOTIFS[Math.floor(roll(0, MOTIFS.length))];
  svg.append(ground, shape('rect', { width: 100, height: 100, fill: `url(#${name})` }), ...motif(roll, colours));
  return svg;
}
