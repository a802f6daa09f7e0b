/** Ready-made set-ups of what can send events, with the address and token in their places. docs/receiver.md says more. */

export type Snippet = { name: string; label: string; parts: { title: string; text: string }[]; note: string | null };

export function snippetsFor(origin: string, token: string): Snippet[] {
  const { host, hostname, port, protocol } = new URL(origin);
  const url = `${origin}/api/ingest/audit`;
  const tls = protocol === 'https:';
  const tcpPort = port || (tls ? '443' : '80');
  return [
    {
      name: 'kube-apiserver',
      label: 'kube-apiserver',
      note: tls
        ? null
        : 'kube-apiserver sends a token over https only: set PLUMBLINE_TLS_CERT and PLUMBLINE_TLS_KEY and start Plumbline again.',
      parts: [
        {
          title: '/etc/kubernetes/plumbline.kubeconfig',
          text: `apiVersion: v1
kind: Config
clusters:
  - name: plumbline
    cluster:
      server: https://${host}/api/ingest/audit
      certificate-authority: /etc/kubernetes/plumbline-ca.crt
users:
  - name: plumbline
    user:
      token: ${token}
contexts:
  - name: plumbline
    context:
      cluster: plumbline
      user: plumbline
current-context: plumbline
`,
        },
        {
          title: 'Flags of kube-apiserver',
          text: `--audit-policy-file=/etc/kubernetes/audit-policy.yaml
--audit-webhook-config-file=/etc/kubernetes/plumbline.kubeconfig
--audit-webhook-mode=batch
--audit-webhook-truncate-enabled
`,
        },
      ],
    },
    {
      name: 'fluent-bit',
      label: 'Fluent Bit',
      note: null,
      parts: [
        {
          title: 'fluent-bit.yaml',
          text: `pipeline:
  inputs:
    - name: tail
      path: /var/log/kubernetes/audit.log
      db: /var/lib/fluent-bit/audit.db
      buffer_max_size: 8M
      storage.type: filesystem
  outputs:
    - name: http
      match: '*'
      host: ${hostname}
      port: ${tcpPort}
      uri: /api/ingest/audit
      format: json_lines
      compress: gzip
      header: Authorization Bearer ${token}
      tls: ${tls ? 'on' : 'off'}
      retry_limit: no_limits
`,
        },
      ],
    },
    {
      name: 'vector',
      label: 'Vector',
      note: null,
      parts: [
        {
          title: 'vector.yaml',
          text: `sources:
  audit:
    type: file
    include: [/var/log/kubernetes/audit.log]
    max_line_bytes: 8388608
sinks:
  plumbline:
    type: http
    inputs: [audit]
    uri: ${url}
    method: post
    encoding: { codec: text }
    framing: { method: newline_delimited }
    compression: gzip
    acknowledgements: { enabled: true }
    auth: { strategy: bearer, token: ${token} }
    buffer: { type: disk, max_size: 1073741824 }
`,
        },
      ],
    },
    {
      name: 'curl',
      label: 'curl',
      note: null,
      parts: [
        {
          title: 'A whole file, in pieces of 2,000 lines',
          text: `split -l 2000 --filter='curl -sS --fail-with-body --data-binary @- -H "Authorization: Bearer ${token}" ${url}' audit.log
`,
        },
      ],
    },
  ];
}
