// Checks codes without a network. What it knows is in the page: keys, and what was withdrawn by its day.
const KNOWN = JSON.parse(document.getElementById("known").textContent);
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const SIZE = 98;
const BODY = 34;
const START = Date.UTC(2020, 0, 1);
const DAY = 86400000;
const PURPOSE = new TextEncoder().encode("yizhao certificate seal\0");

const bytesOf = (text) => {
  const out = [];
  let bits = 0;
  let value = 0;
  for (const letter of text) {
    const n = LETTERS.indexOf(letter);
    if (n < 0) return null;
    value = ((value << 5) | n) & 0xffff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      out.push((value >> bits) & 0xff);
    }
  }
  // Spare bits must be zero: only the spelling that would have been written counts.
  return value & ((1 << bits) - 1) ? null : Uint8Array.from(out);
};

const hex = (bytes) => [...bytes].map((b) => b.toString(16).padStart(2, "0")).join("");
const fromHex = (text) => Uint8Array.from(text.match(/../g), (pair) => parseInt(pair, 16));
const dayOf = (number) => (number === 0xffff ? null : new Date(START + number * DAY).toISOString().slice(0, 10));

const holds = async (key, signature, message) => {
  try {
    const imported = await crypto.subtle.importKey("raw", key, { name: "Ed25519" }, false, ["verify"]);
    return await crypto.subtle.verify({ name: "Ed25519" }, imported, signature, message);
  } catch {
    return nobleEd25519.verifyAsync(signature, message, key); // a browser without Ed25519 of its own
  }
};

// The city's day. A clock that runs behind the page's own day is wrong.
const dayHere = () => {
  const day = new Date(Date.now() + 8 * 3600000).toISOString().slice(0, 10);
  return day < KNOWN.day ? KNOWN.day : day;
};

const judge = async (typed) => {
  const text = typed.replace(/\s+/g, "").toUpperCase();
  const token = text.split("/").pop();
  if (/\/H\/[A-Z2-7]+$/.test(text)) return { word: "holder" };
  const bytes = bytesOf(token);
  if (token.length === 26) return { word: "small" };
  if (!bytes || bytes.length !== SIZE || bytes[0] !== 1) return { word: "unreadable" };
  const key = KNOWN.keys[bytes[1]];
  if (!key) return { word: "key" };
  const body = bytes.slice(0, BODY);
  const message = new Uint8Array([...PURPOSE, ...body]);
  if (!(await holds(fromHex(key), bytes.slice(BODY), message))) return { word: "tampered" };
  const issued = dayOf((bytes[30] << 8) | bytes[31]);
  const until = dayOf((bytes[32] << 8) | bytes[33]);
  const state = KNOWN.withdrawn[hex(bytes.slice(2, 18))];
  const word = state || (until && until < dayHere() ? "expired" : issued > KNOWN.day ? "newer" : "valid");
  return { word, issued, until };
};

const age = Math.round((Date.parse(dayHere()) - Date.parse(KNOWN.day)) / DAY);
const aged = document.querySelector("[data-age]");
aged.textContent = age;
aged.closest("p").hidden = age < 1;

// A preview of files runs nothing: there the page says what it needs instead of showing a form that does not answer.
document.querySelector("[data-without]").remove();
const form = document.querySelector("form");
form.hidden = false;
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const found = await judge(form.code.value);
  const answer = document.querySelector(`template[data-word="${found.word}"]`).content.cloneNode(true);
  const box = document.getElementById("answer");
  box.dataset.tone = answer.firstElementChild.dataset.tone;
  box.replaceChildren(answer);
  for (const spot of box.querySelectorAll("[data-fill]")) {
    const value = found[spot.dataset.fill];
    spot.textContent = value || spot.dataset.none;
  }
  box.focus();
});

const scanning = document.querySelector("[data-scan]");
camera(
  scanning,
  async () => qrDecoder.decodeQR,
  (text) => {
    const ours = /\/[CH]\/[A-Z2-7]+$/i.test(text);
    if (ours) {
      form.code.value = text;
      form.requestSubmit();
    }
    return ours;
  },
);
