import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { mustRun } from "./run-program.ts";

/** `other-name` is for a host that is not ours, `other-authority` of an authority that nobody was told of. */
export type CertificateKind = "good" | "expired" | "other-name" | "other-authority";

export interface Certificate {
  /** The authority that clients are told of, whoever has signed. */
  readonly caFile: string;
  readonly certificateFile: string;
  readonly keyFile: string;
}

/** Makes authorities and a server certificate for localhost, 127.0.0.1 and ::1 in `folder`. */
export async function makeCertificate(folder: string, kind: CertificateKind): Promise<Certificate> {
  mkdirSync(folder, { recursive: true });
  const caFile = await makeAuthority(folder, "ca");
  const signer = kind === "other-authority" ? "other-ca" : "ca";
  if (signer !== "ca") await makeAuthority(folder, signer);
  const names = kind === "other-name" ? "DNS:elsewhere.example.com" : "DNS:localhost,IP:127.0.0.1,IP:::1";
  const file = (name: string) => join(folder, name);
  const [keyFile, request, certificateFile] = [file("server.key"), file("server.csr"), file("server.pem")];
  await mustRun("openssl", [...newKey(keyFile), "-subj", "/CN=test server", "-out", request]);
  chmodSync(keyFile, 0o600);
  writeFileSync(file("index.txt"), "");
  writeFileSync(
    file("ca.cnf"),
    [
      ...["[authority]", `database = ${file("index.txt")}`, `new_certs_dir = ${folder}`, "rand_serial = yes"],
      ...["default_md = sha256", "policy = names", "unique_subject = no", "[names]", "commonName = supplied"],
      ...["[server]", "basicConstraints = CA:FALSE", "extendedKeyUsage = serverAuth", `subjectAltName = ${names}`, ""],
    ].join("\n"),
  );
  // Only `openssl ca` lets a certificate begin and end in the past in every version of it.
  const validity = kind === "expired" ? ["20200101000000Z", "20210101000000Z"] : ["20200101000000Z", "20490101000000Z"];
  await mustRun("openssl", [
    ...["ca", "-batch", "-notext", "-config", file("ca.cnf"), "-name", "authority", "-extensions", "server"],
    ...["-startdate", validity[0] ?? "", "-enddate", validity[1] ?? ""],
    ...["-cert", file(`${signer}.pem`), "-keyfile", file(`${signer}.key`), "-in", request, "-out", certificateFile],
  ]);
  return { caFile, certificateFile, keyFile };
}

async function makeAuthority(folder: string, name: string): Promise<string> {
  const [key, certificate] = [join(folder, `${name}.key`), join(folder, `${name}.pem`)];
  await mustRun("openssl", [
    ...newKey(key),
    "-x509",
    "-days",
    "3650",
    "-subj",
    `/CN=${name} of tests`,
    "-out",
    certificate,
  ]);
  chmodSync(key, 0o600);
  return certificate;
}

const newKey = (file: string) => [
  ...["req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", file],
];
