// The phone's camera reads codes: `take` is given each text that was read and says whether that was enough.
const PAUSE = 120;

const readerOf = async (video, decoder) => {
  const formats = "BarcodeDetector" in window ? await BarcodeDetector.getSupportedFormats() : [];
  if (formats.includes("qr_code")) {
    const detector = new BarcodeDetector({ formats: ["qr_code"] });
    return async () => (await detector.detect(video))[0]?.rawValue;
  }
  const decodeQR = await decoder();
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

// `box` holds two buttons (open, close), a video and a status; `decoder` brings decodeQR where the browser has none.
export const camera = (box, decoder, take) => {
  const [button, stop] = box.querySelectorAll("button");
  const video = box.querySelector("video");
  const said = box.querySelector("[role=status]");
  let stream;

  const end = () => {
    if (stream) stream.getTracks().forEach((track) => track.stop());
    stream = undefined;
    video.hidden = stop.hidden = true;
    button.hidden = false;
    said.textContent = "";
  };

  const look = async (read) => {
    if (!stream) return;
    const text = video.videoWidth ? await read() : undefined;
    if (text && stream && take(text)) {
      end();
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
    look(await readerOf(video, decoder));
  });
  stop.addEventListener("click", () => {
    end();
    button.focus();
  });
  box.hidden = false;
};
