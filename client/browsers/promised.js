/** The oldest browsers that 票决 promises to work in. BigInt is what sets them: without it no ballot can be made. */
export const PROMISED = { chrome: 85, chrome_android: 85, firefox: 79, firefox_android: 79, safari: 15, safari_ios: 15 };

/** As esbuild names them: phones have the same engines. */
export const TARGET = Object.entries(PROMISED).filter(([name]) => !name.includes('_')).map(([name, version]) => `${name}${version}`);
