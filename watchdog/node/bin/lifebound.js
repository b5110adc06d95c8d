#!/usr/bin/env node
require('../dist/lifebound.cjs');
