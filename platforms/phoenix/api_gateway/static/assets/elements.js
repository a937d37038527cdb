export function element(name, attributes = {}, ...content) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...content);
  return made;
}

export function state(name) {
  return element("span", { class: `state ${name}` }, name);
}

export function show(title, ...content) {
  document.title = `${title} · Phoenix`;
  document.getElementById("page").replaceChildren(element("h1", {}, title), ...content);
}
