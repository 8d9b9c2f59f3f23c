// What a person does on the page becomes questions to the worker; what it answers is shown or saved.
"use strict";
const LIMIT = 90_000; // milliseconds a question may take before the worker is begun anew
const part = (id) => document.getElementById(id);
const packed = {}; // the worker's parts, as bytes
const files = new Map(); // name → bytes
let readings = {};
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

// One question at a time, so that each has its own time, and a file that takes too long is known.
class Python {
  constructor() {
    const source = new Blob([part("worker").textContent], { type: "text/javascript" });
    this.worker = new Worker(URL.createObjectURL(source));
    this.asked = 0;
    this.now = null;
    this.queue = Promise.resolve();
    this.worker.onmessage = ({ data }) => {
      if (this.now && this.now.id === data.id) {
        this.now.settle(data.fault ? new Error(data.fault) : null, data);
      }
    };
    this.worker.onerror = (event) => {
      event.preventDefault();
      this.now?.settle(new Error(event.message || "程序没能运行"));
    };
    this.ready = this.ask("start", packed, 10 * LIMIT);
  }

  ask(method, given, limit = LIMIT) {
    const question = this.queue.then(() => this.send(method, given, limit));
    this.queue = question.catch(() => {});
    return question;
  }

  send(method, given, limit) {
    if (this.over) {
      return Promise.reject(new Restarted());
    }
    return new Promise((resolve, reject) => {
      const id = ++this.asked;
      const settle = (error, data) => {
        clearTimeout(timer);
        this.now = null;
        error ? reject(error) : resolve(data);
      };
      const timer = setTimeout(() => settle(new Error("timeout")), limit);
      this.now = { id, settle };
      this.worker.postMessage({ id, method, given });
    });
  }

  end() {
    this.over = true;
    this.worker.terminate();
    this.now?.settle(new Restarted());
  }
}

// What was asked of a worker that had to be begun anew: nobody's fault, and to be asked again.
class Restarted extends Error {}

let python;

function ask(method, given, limit) {
  return python.ask(method, given, limit);
}

async function load() {
  python = new Python();
  const { told } = await python.ready;
  for (const [name, bytes] of files) {
    await ask("put", { name, bytes });
  }
  return JSON.parse(told);
}

// A file that takes too long, or brings Python down, costs its own place and not the page.
async function again(culprit, why) {
  files.delete(culprit);
  lost.set(culprit, why);
  python.end();
  part("working").textContent = "程序被一个文件拖住了，正在重新载入……";
  await load();
}

// ---------------------------------------------------------------- saving

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
    const { name, problems } = JSON.parse(told);
    if (!problems) {
      save(name, bytes);
    }
    part("working").textContent = problems ? problems.join(" ") : `已交给浏览器保存：${name}`;
  } catch (error) {
    part("working").textContent = `没能写出：${why(error)}`;
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

function noticed(form, item) {
  (form.notices ?? []).forEach((notice) => item.append(element("p", `提示：${notice}`, "quiet")));
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
    noticed(form, item);
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
    noticed(form, item);
    tools.append(button("保存评分工作簿", () => make("scored", [form.name])));
    tools.append(button("保存整改台账", () => make("ledger", [form.name])));
  }
  tools.append(button("拿走", () => remove([form.name])));
  item.append(tools);
  return item;
}

const lost = new Map(); // name → why it was given up

function why(error) {
  return error.message === "timeout" ? "用时过长" : error.message || "程序没能完成";
}

async function remove(names) {
  for (const name of names) {
    files.delete(name);
    lost.delete(name);
    ask("drop", { name }).catch(() => {});
  }
  await look();
}

async function look() {
  const turn = ++latest;
  const names = [...files.keys()].sort();
  part("working").textContent = names.length ? `正在评${names.length}份……` : "";
  const forms = [];
  for (const name of names) {
    try {
      const { told } = await ask("look", { names: [name], readings });
      forms.push(...JSON.parse(told).forms);
    } catch (error) {
      if (turn !== latest) {
        return;
      }
      if (error instanceof Restarted) {
        await python.ready;
        return look();
      }
      const told =
        error.message === "timeout"
          ? "评这个文件用时过长，已经停下；请核对文件是否正常"
          : "程序处理不了这个文件，已经停下；请把文件交给维护人员";
      await again(name, told);
      return look(); // those before it are looked at anew, in the new worker
    }
    if (turn !== latest) {
      return;
    }
    if (names.length > 3) {
      part("working").textContent = `已评${forms.length}/${names.length}份`;
    }
  }
  for (const [name, told] of lost) {
    forms.push({ name, problems: [told], dropped: true });
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
  let said = forms.length ? `评了${sound.length}份，不能评分${forms.length - sound.length}份` : "";
  if (sound.length) {
    try {
      const names = forms.filter((form) => !form.dropped).map((form) => form.name);
      const { told, bytes } = await ask("report", { names, readings });
      const { problems } = JSON.parse(told);
      part("shown").hidden = Boolean(problems);
      part("report").srcdoc = problems ? "" : new TextDecoder().decode(bytes);
      said += problems ? `。没有报告：${problems.join(" ")}` : "";
    } catch (error) {
      part("shown").hidden = true;
      said += `。没能写出报告：${why(error)}`;
    }
    if (turn !== latest) {
      return;
    }
  }
  part("working").textContent = said;
  document.body.dataset.turn = String(turn); // for whoever waits for it
}

// Two counties' forms may be called alike: both are kept.
function nameFor(wanted, bytes) {
  const same = (name) => {
    const held = files.get(name);
    return held.length === bytes.length && held.every((byte, n) => byte === bytes[n]);
  };
  const plain = wanted.replace(/[\\/]/g, "_") || "未命名.xlsx";
  const dot = plain.lastIndexOf(".") > 0 ? plain.lastIndexOf(".") : plain.length;
  let name = plain;
  for (let n = 2; files.has(name) && !same(name); n++) {
    name = `${plain.slice(0, dot)} (${n})${plain.slice(dot)}`;
  }
  return name;
}

async function take(given) {
  const unread = [];
  for (const file of given) {
    try {
      const bytes = new Uint8Array(await file.arrayBuffer());
      const name = nameFor(file.name, bytes);
      files.set(name, bytes);
      lost.delete(name);
      await ask("put", { name, bytes });
    } catch (error) {
      if (!(error instanceof Restarted)) {
        unread.push(file.name); // a folder, or a file that has gone
      }
    }
  }
  await look();
  if (unread.length) {
    part("working").textContent += `。读不了：${unread.join("、")}（文件夹请打开后选里面的文件）`;
  }
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
  part("clear").onclick = () => remove([...files.keys(), ...lost.keys()]);
  part("copy").onclick = async () => {
    let told = "";
    try {
      ({ told } = await ask("json", { names: [...files.keys()], readings }));
      await navigator.clipboard.writeText(told);
      part("working").textContent = "JSON 已复制";
    } catch (error) {
      if (told) {
        save("评分结果.json", new TextEncoder().encode(told));
      }
      part("working").textContent = told ? "浏览器不让复制，已改为保存文件" : `没能写出：${why(error)}`;
    }
  };
  part("new").addEventListener("submit", async (event) => {
    event.preventDefault();
    const year = part("year").value.trim();
    const given = { unit: part("unit").value.trim(), year: year ? Number(year) : null, last: part("last").value };
    try {
      const { told, bytes } = await ask("template", given);
      const { name, problems } = JSON.parse(told);
      part("working").textContent = problems ? problems.join(" ") : `已交给浏览器保存：${name}`;
      if (!problems) {
        save(name, bytes);
      }
    } catch (error) {
      part("working").textContent = `没能写出：${why(error)}`;
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
  const about = await load();
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
