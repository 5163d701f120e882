#!/usr/bin/env sh
# Check the types of the page's modules, for developers: needs node and npm. The libraries are checked by their own declarations.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
npm install --prefix "$here" --no-package-lock --silent
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -r "$here/../../src/tansiq/gateways/page/static/js" "$here/types/vendor" "$here/tsconfig.json" "$work/"
ln -s "$here/node_modules" "$work/node_modules"
"$here/node_modules/.bin/tsc" -p "$work"
