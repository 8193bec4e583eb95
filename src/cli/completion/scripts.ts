export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

/** Each asks the command line itself, so that it stays right; the answer is a line each, value and description. */
const SCRIPTS: Readonly<Record<Shell, string>> = {
  bash: `# garmin2strava completion bash >> ~/.bashrc
_garmin2strava() {
  local IFS=$'\\n'
  COMPREPLY=($(garmin2strava __complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null | cut -f1))
}
complete -F _garmin2strava garmin2strava
`,
  zsh: `#compdef garmin2strava
# garmin2strava completion zsh > "\${fpath[1]}/_garmin2strava"
_garmin2strava() {
  local -a lines values shown
  local line
  lines=("\${(@f)$(garmin2strava __complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  for line in $lines; do
    values+=("\${line%%$'\\t'*}")
    shown+=("\${line/$'\\t'/  -- }")
  done
  compadd -d shown -a values
}
compdef _garmin2strava garmin2strava
`,
  fish: `# garmin2strava completion fish > ~/.config/fish/completions/garmin2strava.fish
complete -c garmin2strava -f -a '(garmin2strava __complete -- (commandline -opc)[2..] (commandline -ct) 2>/dev/null)'
`,
};

export function completionScript(shell: Shell): string {
  return SCRIPTS[shell];
}
