// Certificates for tests, made at each run: a CA and what it signs. The keys are Node's own; only the certificates
// themselves, which Node cannot make, come from node-forge.

import { generateKeyPairSync } from 'node:crypto';
import forge from 'node-forge';

const { pki } = forge;

export interface TestCertificate {
  cert: string;
  key: string;
}

/** A certificate authority that signs for as many as are asked for. */
export function makeAuthority(name: string): TestCertificate & { sign(commonName: string): TestCertificate } {
  const keys = makeKeys();
  const subject = [{ name: 'commonName', value: name }];
  const own = certificate(keys.publicKey, subject, subject);
  own.setExtensions([{ name: 'basicConstraints', cA: true, critical: true }]);
  own.sign(pki.privateKeyFromPem(keys.key), forge.md.sha256.create());
  return {
    cert: pki.certificateToPem(own),
    key: keys.key,
    sign: (commonName) => {
      const signed = makeKeys();
      const one = certificate(signed.publicKey, [{ name: 'commonName', value: commonName }], subject);
      one.setExtensions([
        {
          name: 'subjectAltName',
          altNames: [
            { type: 2, value: 'localhost' },
            { type: 7, ip: '127.0.0.1' },
          ],
        },
      ]);
      one.sign(pki.privateKeyFromPem(keys.key), forge.md.sha256.create());
      return { cert: pki.certificateToPem(one), key: signed.key };
    },
  };
}

type Name = forge.pki.CertificateField[];

let serial = 1;

function certificate(publicKey: string, subject: Name, issuer: Name): forge.pki.Certificate {
  const made = pki.createCertificate();
  made.publicKey = pki.publicKeyFromPem(publicKey);
  made.serialNumber = String(++serial).padStart(2, '0');
  made.validity.notBefore = new Date(Date.now() - 3_600_000);
  made.validity.notAfter = new Date(Date.now() + 3_600_000);
  made.setSubject(subject);
  made.setIssuer(issuer);
  return made;
}

function makeKeys(): { key: string; publicKey: string } {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  };
}
