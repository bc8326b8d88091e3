/**
 * The layers of docs/ARCHITECTURE.md: imports go down this list, never up, and never sideways except where a
 * layer's own line says so.
 */
const layers = [
  ['commands'],
  ['cli'],
  ['validate', 'flash', 'build', 'report'],
  ['link'],
  ['emit'],
  ['memory', 'quantize', 'simplify', 'train', 'boards'],
  ['float', 'integer', 'formats', 'data'],
  ['ops'],
  ['graph'],
  ['common'],
];

const upward = layers.flatMap((rooms, level) =>
  rooms.map((room) => ({
    name: `layers-${room}`,
    comment: `src/${room} may import only from the layers below it`,
    severity: 'error',
    from: { path: `^src/${room}/` },
    to: {
      path: `^src/(${
        layers
          .slice(0, level + 1)
          .flat()
          .filter((other) => other !== room)
          .join('|') || 'nothing'
      })/`,
    },
  })),
);

module.exports = {
  forbidden: [
    ...upward,
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    { name: 'not-resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'one-operator-one-file',
      comment: 'operators know nothing of each other: shared pieces live in src/ops/support',
      severity: 'error',
      from: { path: '^src/ops/[^/]+\\.ts$', pathNot: '^src/ops/(index|all\\.generated)\\.ts$' },
      to: { path: '^src/ops/[^/]+\\.ts$' },
    },
    {
      name: 'no-test-in-src',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^test/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
