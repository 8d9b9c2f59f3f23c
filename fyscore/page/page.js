// What a person does on the page becomes questions to the worker; what it answers is shown or saved.
"use strict";
const LIMIT = 90_000; // milliseconds a question may take before the worker is begun anew
const part = (id) => document.getElementById(id);
const packed = {}; // the worker's parts, as bytes
const files = new Map(); // name → bytes
let readings = {};
let worker, waiting, asked, about;
let latest = 0; // of several looks at the desk only the last is shown

function bytesOf(base64) {
  if (Uint8Array.fromBase64) {
    return Uint8Array.fromBase64(base64.trim());
  }
  const letters = atob(base64.trim());
  const bytes = new Uint8Array(letters.length);
  for (let n = 0; n < letters.length; n++) {
    bytes[n] = letters.charCodeAt(n);
  }
  return bytes;
}

function begin() {
  const source = new Blob([part("worker").textContent], { type: "text/javascript" });
  worker = new Worker(URL.createObjectURL(source));
  waiting = new Map();
  asked = 0;
  worker.onmessage = ({ data }) => {
    const each = waiting.get(data.id);
    if (each) {
      waiting.delete(data.id);
      clearTimeout(each.timer);
      data.fault ? each.reject(new Error(data.fault)) : each.resolve(data);
    }
  };
  worker.onerror = (event) => fail(event.message || "程序没能运行");
}

function fail(why) {
  for (const each of waiting.values()) {
    clearTimeout(each.timer);
    each.reject(new Error(why));
  }
  waiting.clear();
}

function ask(method, given, limit = LIMIT) {
  return new Promise((resolve, reject) => {
    const id = ++asked;
    const timer = setTimeout(() => fail("timeout"), limit);
    waiting.set(id, { resolve, reject, timer });
    worker.postMessage({ id, method, given });
  });
}

async function load() {
  begin();
  const { told } = await ask("start", packed, 10 * LIMIT);
  for (const [name, bytes] of files) {
    await ask("put", { name, bytes });
  }
  return JSON.parse(told);
}

// A file that takes too long, or brings Python down, costs its own place and not the page.
async function again(culprit) {
  worker.terminate();
  for (const name of culprit) {
    files.delete(name);
  }
  part("working").textContent = "程序被一个文件拖住了，正在重新载入……";
  await load();
}

// ---------------------------------------------------------------- saving

const unsaved = new Set();

function save(name, bytes) {
  const kind = name.endsWith(".html") ? "text/html" : "application/octet-stream";
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([bytes], { type: kind }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

async function make(what, names) {
  part("working").textContent = "正在写……";
  try {
    const { told, bytes } = await ask(what, { names, readings });
    const { name } = JSON.parse(told);
    save(name, bytes);
    part("working").textContent = `已交给浏览器保存：${name}`;
  } catch (error) {
    part("working").textContent = `没能写出：${error.message}`;
  }
}

// ---------------------------------------------------------------- showing

function element(tag, text, className) {
  const made = document.createElement(tag);
  made.textContent = text ?? "";
  if (className) {
    made.className = className;
  }
  return made;
}

function button(text, whenPressed) {
  const made = element("button", text);
  made.type = "button";
  made.onclick = whenPressed;
  return made;
}

function formShown(form) {
  const item = element("li");
  item.append(element("h3", form.name));
  const tools = element("div", "", "tools");
  if (form.problems) {
    item.className = "bad";
    item.append(element("p", `不能评分，有${form.problems.length}个问题：`));
    const list = element("ol");
    form.problems.forEach((problem) => list.append(element("li", problem)));
    item.append(list);
    if (!form.dropped) {
      tools.append(button("保存退回件", () => make("annotated", [form.name])));
    }
  } else {
    const year = form.year ? ` ${form.year}年度` : "";
    item.append(element("p", `${form.unit || "（未填单位名称）"}${year}`));
    item.append(element("p", `${form.total}/${form.max}分`, "total"));
    const state = form.pending
      ? `还有${form.pending}个评分点待填，填齐后最高可达${form.attainable}分`
      : "已填齐";
    const veto = form.vetoed ? "；一票否决，不具备参评资格" : "";
    item.append(element("p", `${state}${veto}；各种口径下${form.low}～${form.high}分`));
    form.notices.forEach((notice) => item.append(element("p", `提示：${notice}`, "quiet")));
    tools.append(button("保存评分工作簿", () => make("scored", [form.name])));
    tools.append(button("保存整改台账", () => make("ledger", [form.name])));
  }
  tools.append(
    button("拿走", () => {
      files.delete(form.name);
      lost.delete(form.name);
      look();
    }),
  );
  item.append(tools);
  return item;
}

const lost = new Map(); // name → why it was given up

async function look() {
  const turn = ++latest;
  const names = [...files.keys()].sort();
  part("working").textContent = names.length ? `正在评${names.length}份……` : "";
  const forms = [];
  for (const name of names) {
    // One at a time, so that a file that takes too long is known.
    try {
      const { told } = await ask("look", { names: [name], readings });
      forms.push(...JSON.parse(told).forms);
    } catch (error) {
      const why =
        error.message === "timeout"
          ? "评这个文件用时过长，已经停下；请核对文件是否正常"
          : "程序处理不了这个文件，已经停下；请把文件交给维护人员";
      lost.set(name, why);
      await again([name]);
    }
    if (turn !== latest) {
      return;
    }
    if (names.length > 3) {
      part("working").textContent = `已评${forms.length}/${names.length}份`;
    }
  }
  for (const [name, why] of lost) {
    forms.push({ name, problems: [why], dropped: true });
  }
  forms.sort((one, other) => Boolean(other.problems) - Boolean(one.problems)); // what to mend first
  await show(forms, turn);
}

async function show(forms, turn) {
  part("forms").replaceChildren(...forms.map(formShown));
  const sound = forms.filter((form) => !form.problems);
  const units = new Set(sound.map((form) => form.unit));
  part("together").hidden = !forms.length;
  const kinds = { report: sound.length > 0, diff: sound.length > 1 && units.size === 1, ranking: units.size > 1 };
  for (const each of part("together").querySelectorAll("[data-make]")) {
    each.hidden = !kinds[each.dataset.make];
  }
  const last = part("last");
  const kept = last.value;
  last.replaceChildren(new Option("不用", ""), ...sound.map((form) => new Option(form.name)));
  last.value = sound.some((form) => form.name === kept) ? kept : "";
  part("shown").hidden = !sound.length;
  if (sound.length) {
    const { bytes } = await ask("report", { names: forms.filter((f) => !f.dropped).map((f) => f.name), readings });
    if (turn !== latest) {
      return;
    }
    part("report").srcdoc = new TextDecoder().decode(bytes);
  }
  part("working").textContent = forms.length ? `评了${sound.length}份，不能评分${forms.length - sound.length}份` : "";
  document.body.dataset.turn = String(turn); // for whoever waits for it
}

async function take(given) {
  for (const file of given) {
    const bytes = new Uint8Array(await file.arrayBuffer());
    files.set(file.name, bytes);
    lost.delete(file.name);
    await ask("put", { name: file.name, bytes });
  }
  await look();
}

// ---------------------------------------------------------------- what people do

function listen() {
  const drop = part("drop");
  for (const kind of ["dragover", "dragenter"]) {
    drop.addEventListener(kind, (event) => {
      event.preventDefault();
      drop.classList.add("over");
    });
  }
  drop.addEventListener("dragleave", () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    take([...event.dataTransfer.files]);
  });
  part("files").addEventListener("change", async (event) => {
    await take([...event.target.files]);
    event.target.value = "";
  });
  for (const each of part("together").querySelectorAll("[data-make]")) {
    each.onclick = () => make(each.dataset.make, [...files.keys()]);
  }
  part("clear").onclick = () => {
    files.clear();
    lost.clear();
    look();
  };
  part("copy").onclick = async () => {
    const { told } = await ask("json", { names: [...files.keys()], readings });
    try {
      await navigator.clipboard.writeText(told);
      part("working").textContent = "JSON 已复制";
    } catch {
      save("评分结果.json", new TextEncoder().encode(told));
      part("working").textContent = "浏览器不让复制，已改为保存文件";
    }
  };
  part("new").addEventListener("submit", async (event) => {
    event.preventDefault();
    const year = part("year").value.trim();
    const given = { unit: part("unit").value.trim(), year: year ? Number(year) : null, last: part("last").value };
    const { told, bytes } = await ask("template", given);
    const { name, problems } = JSON.parse(told);
    part("working").textContent = problems ? problems.join(" ") : `已交给浏览器保存：${name}`;
    if (!problems) {
      save(name, bytes);
    }
  });
  window.addEventListener("beforeunload", (event) => {
    if (files.size) {
      event.preventDefault(); // what is on the desk would be gone
    }
  });
}

function chooseReadings(offered) {
  for (const [name, values] of Object.entries(offered)) {
    const set = element("label", "");
    const select = element("select");
    values.forEach(([value, words]) => select.append(new Option(words, value)));
    select.onchange = () => {
      readings = { ...readings, [name]: select.value };
      look();
    };
    set.append(document.createTextNode(name), select);
    part("readings").append(set);
  }
}

async function main() {
  for (const each of document.querySelectorAll("script[data-part]")) {
    packed[each.dataset.part] = bytesOf(each.textContent);
    each.remove();
  }
  listen();
  about = await load();
  part("standard").textContent = about.standard;
  part("about").textContent = `fyscore ${about.version}，评分标准 ${about.stamp}`;
  chooseReadings(about.readings);
  part("loading").hidden = true;
  part("files").disabled = false;
  part("new").querySelector("button").disabled = false;
  document.body.dataset.ready = "yes";
}

main().catch((error) => {
  part("loading").hidden = true;
  part("working").textContent =
    `这个浏览器打不开本程序（${error.message}）。请用近两年的 Edge、Chrome 或 Firefox。`;
});
