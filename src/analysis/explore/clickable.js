// Shows HTML and tells the kernel which of its buttons was pressed: by the data-... attributes of that button.

function prepare(el) {
  if (!el.isConnected) return requestAnimationFrame(() => prepare(el));
  const root = el.closest(".explorer");
  if (!root || root.dataset.prepared) return;
  root.dataset.prepared = "yes";
  keepKeys(root);
  keepPresses(root);
}

// While focus is inside the explorer, the keys belong to it and not to the notebook around it.
function keepKeys(root) {
  root.addEventListener("keydown", event => {
    const list = event.target;
    if (list.tagName === "SELECT" && ["ArrowDown", "ArrowUp"].includes(event.key) && list.showPicker) {
      event.preventDefault(); // an arrow opens the list: on a closed one it would choose, unseen, whatever comes first
      list.showPicker();
    }
    if (event.key === "Escape") root.querySelector(".explorer-close")?.click();
    const saves = (event.ctrlKey || event.metaKey) && event.key.length === 1; // Ctrl+S and its like go on to the notebook
    if (!saves) event.stopPropagation();
  });
}

// A button that is down will be pressed, whatever comes before it is up: what would take it away waits, what moves it does not count.
function keepPresses(root) {
  root.addEventListener("pointerdown", down => {
    const button = down.target.closest("button");
    if (down.button || !button) return;
    root.dataset.pressed = "yes";
    let clicked = down.pointerType === "touch"; // a finger's click comes late, and a browser aims it itself
    button.addEventListener("click", () => { clicked = true; }, { once: true });
    const release = up => setTimeout(() => { // after the click
      const still = up.type === "pointerup" && Math.hypot(up.clientX - down.clientX, up.clientY - down.clientY) < 5;
      if (still && !clicked) button.click();
      delete root.dataset.pressed;
      root.dispatchEvent(new Event("released"));
    });
    const ended = new AbortController();
    for (const end of ["pointerup", "pointercancel", "contextmenu"])
      window.addEventListener(end, up => { ended.abort(); release(up); }, { signal: ended.signal, capture: true });
  }, true);
}

function nameButton(button) {
  return button && JSON.stringify(button.dataset);
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return "yes";
  } catch {
    return "no";
  }
}

function render({ model, el }) {
  const draw = () => {
    const focused = el.contains(document.activeElement) && nameButton(document.activeElement.closest("button"));
    const [left, top] = [el.firstElementChild?.scrollLeft ?? 0, el.firstElementChild?.scrollTop ?? 0];
    el.innerHTML = model.get("html");
    if (model.get("keeps_place")) el.firstElementChild?.scrollTo(left, top);
    if (focused) [...el.querySelectorAll("button")].find(button => nameButton(button) === focused)?.focus();
  };
  el.setAttribute("aria-live", model.get("live")); // on what stays: a region that is new itself is not read out
  draw();
  model.on("change:html", () => {
    const pressed = el.closest(".explorer[data-pressed]");
    if (pressed) pressed.addEventListener("released", draw, { once: true });
    else draw();
  });
  model.on("msg:custom", ({ focus }) => {
    const place = el.querySelector(focus);
    place?.scrollIntoView({ block: "nearest" });
    place?.focus({ preventScroll: true });
  });
  el.addEventListener("click", async event => {
    const button = event.target.closest("button[data-act]");
    if (!button) return;
    const root = el.closest(".explorer");
    if (button.dataset.act === "open" && !button.closest(".explorer-card")) root.dataset.opener = nameButton(button);
    if (button.dataset.act === "close") { // the keyboard goes back to where the card was opened from
      const buttons = [...root.querySelectorAll("button[data-act=open]")];
      (buttons.find(other => nameButton(other) === root.dataset.opener) ?? root.querySelector(".explorer-rows"))?.focus();
    }
    const copied = button.dataset.act === "copy" ? { copied: await copy(button.value) } : {};
    model.send({ ...button.dataset, ...copied });
  });
  el.addEventListener("keydown", event => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const marks = [...el.querySelectorAll(".explorer-mark")];
    const place = marks.indexOf(document.activeElement);
    if (!step || place < 0) return;
    event.preventDefault();
    marks[(place + step + marks.length) % marks.length].focus();
  });
  prepare(el);
}

export default { render };
