// The verify page: codes before the camera, of which only ours are followed and only to this house; and a file let fall.
const OURS = /\/([CH])\/([A-Z2-7]+)$/i;

const box = document.querySelector("[data-scan]");
if (box) {
  const { camera } = await import(box.dataset.camera);
  const decoder = async () => (await import(box.dataset.decoder)).decodeQR;
  camera(box, decoder, (text) => {
    const found = OURS.exec(text);
    if (found) location.assign(`/${found[1].toLowerCase()}/${found[2].toUpperCase()}`);
    return found;
  });
}

const drop = document.querySelector("[data-drop]");
if (drop) {
  const input = drop.querySelector("input[type=file]");
  const over = (event, on) => {
    event.preventDefault();
    drop.classList.toggle("is-over", on);
  };
  drop.addEventListener("dragover", (event) => over(event, true));
  drop.addEventListener("dragleave", (event) => over(event, false));
  drop.addEventListener("drop", (event) => {
    over(event, false);
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    drop.requestSubmit();
  });
}
