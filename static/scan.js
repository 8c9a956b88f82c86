// The phone's camera reads a code; only codes of ours are followed, and only to this house.
const box = document.querySelector("[data-scan]");
const OURS = /\/([CH])\/([A-Z2-7]+)$/i;
const PAUSE = 120;

if (box) {
  const [button, stop] = box.querySelectorAll("button");
  const video = box.querySelector("video");
  const said = box.querySelector("[role=status]");
  let stream;

  const end = () => {
    if (stream) stream.getTracks().forEach((track) => track.stop());
    stream = undefined;
    video.hidden = stop.hidden = true;
    button.hidden = false;
  };

  const reader = async () => {
    const formats = "BarcodeDetector" in window ? await BarcodeDetector.getSupportedFormats() : [];
    if (formats.includes("qr_code")) {
      const detector = new BarcodeDetector({ formats: ["qr_code"] });
      return async () => (await detector.detect(video))[0]?.rawValue;
    }
    const { decodeQR } = await import(box.dataset.decoder);
    const canvas = document.createElement("canvas");
    const pen = canvas.getContext("2d", { willReadFrequently: true });
    return async () => {
      canvas.width = video.videoWidth;
      canvas.height = video.videoHeight;
      pen.drawImage(video, 0, 0);
      try {
        return decodeQR(pen.getImageData(0, 0, canvas.width, canvas.height));
      } catch {
        return undefined; // no code in this picture
      }
    };
  };

  const look = async (read) => {
    if (!stream) return;
    const text = video.videoWidth ? await read() : undefined;
    const found = text && OURS.exec(text);
    if (found) {
      end();
      location.assign(`/${found[1].toLowerCase()}/${found[2].toUpperCase()}`);
      return;
    }
    if (text) said.textContent = box.dataset.strange;
    setTimeout(look, PAUSE, read);
  };

  button.addEventListener("click", async () => {
    said.textContent = "";
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", width: { ideal: 1280 } } });
    } catch {
      said.textContent = box.dataset.none;
      return;
    }
    video.srcObject = stream;
    video.hidden = stop.hidden = false;
    button.hidden = true;
    said.textContent = box.dataset.looking;
    await video.play();
    look(await reader());
  });
  stop.addEventListener("click", () => {
    end();
    said.textContent = "";
    button.focus();
  });
  box.hidden = false;
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
