// Sends one file with the public tus client. Words: package folder, address, file, sha256, chunk size, upload to go on with or "-".
// Says "at URL" when the upload is begun, "sent BYTES" as it goes, "done URL" at the end.
import { createRequire } from "node:module";
import { createReadStream, statSync } from "node:fs";

const [packages, address, file, sha256, chunk, before] = process.argv.slice(2);
const tus = createRequire(packages + "/package.json")("tus-js-client");
const upload = new tus.Upload(createReadStream(file), {
  endpoint: address,
  uploadUrl: before === "-" ? null : before,
  uploadSize: statSync(file).size,
  chunkSize: Number(chunk),
  retryDelays: [50, 100, 200, 400, 800, 1600, 3200],
  headers: { Authorization: "Bearer clerk1" },
  metadata: { sha256, filename: "第一页.jpg" },
  onUploadUrlAvailable: () => console.log("at " + upload.url),
  onProgress: (sent) => console.log("sent " + sent),
  onSuccess: () => console.log("done " + upload.url),
  onError: (error) => {
    console.error(String(error));
    process.exitCode = 1;
  },
});
upload.start();
