// Runs Python away from the page, so that the page lives on whatever a file does to it.
// Everything it needs arrives in the first message; nothing is ever asked of a network.
//
// Pyodide expects to fetch its parts from a server.  This file alone knows better: it answers
// `fetch` from what it was given, and imports modules from blobs.  A page opened as a file may not
// begin a module worker; a plain one imports modules just as well, if Pyodide takes it for one.
const HERE = "https://page.invalid/";
const text = new TextDecoder();

async function unpacked(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

function asModule(bytes) {
  return URL.createObjectURL(new Blob([bytes], { type: "text/javascript" }));
}

self.importScripts = () => {
  throw new TypeError("modules alone are imported here");
};

async function start(packed) {
  const parts = {};
  for (const [name, bytes] of Object.entries(packed)) {
    parts[name] = await unpacked(bytes);
  }
  self.fetch = async (address) => {
    const name = String(address?.url ?? address).replace(HERE, "");
    if (!(name in parts)) {
      throw new Error(`nothing is fetched: ${name}`);
    }
    const type = name.endsWith(".wasm") ? "application/wasm" : "application/octet-stream";
    return new Response(parts[name], { headers: { "Content-Type": type } });
  };
  const { loadPyodide } = await import(asModule(parts["pyodide.mjs"]));
  const { default: createPyodideModule } = await import(asModule(parts["pyodide.asm.mjs"]));
  const python = await loadPyodide({
    indexURL: HERE,
    createPyodideModule,
    lockFileContents: JSON.parse(text.decode(parts["pyodide-lock.json"])),
    packageBaseUrl: HERE,
    env: { HOME: "/home", PYTHONDONTWRITEBYTECODE: "1" },
    args: ["-O"],
  });
  python.FS.mkdirTree("/packages");
  python.FS.writeFile("/packages.zip", parts["packages.zip"]);
  python.runPython(`
import sys, zipfile
with zipfile.ZipFile("/packages.zip") as packages:
    packages.extractall("/packages")
sys.path.insert(0, "/packages")
`);
  python.FS.unlink("/packages.zip");
  const session = python.runPython(`
from fyscore.page.session import Session
Session("/desk")
`);
  for (const name of Object.keys(parts)) {
    delete parts[name];
  }
  return session;
}

let session;

self.onmessage = async ({ data }) => {
  const { id, method, given } = data;
  try {
    if (method === "start") {
      session = await start(given);
      self.postMessage({ id, told: session.about() });
    } else if (method === "put") {
      session.put(given.name, new Uint8Array(given.bytes));
      self.postMessage({ id });
    } else if (method === "drop") {
      session.drop(given.name);
      self.postMessage({ id });
    } else {
      const made = session.ask(method, JSON.stringify(given ?? {}));
      const [told, bytes] = made.toJs();
      made.destroy();
      self.postMessage({ id, told, bytes });
    }
  } catch (error) {
    self.postMessage({ id, fault: String(error) });
  }
};
