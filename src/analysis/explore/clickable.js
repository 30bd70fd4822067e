// Shows HTML and tells the kernel which of its buttons was pressed: by the data-... attributes of that button.
// While focus is inside the explorer, the keys belong to it and not to the notebook around it.

function keepKeys(el) {
  if (!el.isConnected) return requestAnimationFrame(() => keepKeys(el));
  const root = el.closest(".explorer");
  if (!root || root.dataset.keepsKeys) return;
  root.dataset.keepsKeys = "yes";
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
  model.on("change:html", draw);
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
  keepKeys(el);
}

export default { render };
