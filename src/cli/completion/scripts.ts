export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

/**
 * Each asks the command line itself, so that it stays right. The answer is a line each, value and description; a line
 * without a value leaves it to the shell, which knows the files. Works from bash 3.2 on, which macOS has.
 */
const SCRIPTS: Readonly<Record<Shell, string>> = {
  bash: `# garmin2strava completion bash >> ~/.bashrc
_garmin2strava() {
  local IFS=$'\\n' word last=-1 name= answer
  local -a words=()
  # Bash takes --name=value for three words, and replaces the third.
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD}"; do
    if [[ $last -ge 0 && ( $word == = || "\${words[last]}" == --*= ) ]]; then
      words[last]+=$word
      name="\${words[last]%%=*}="
    else
      last=$((last + 1))
      words[last]=$word
      name=
    fi
  done
  answer=$(garmin2strava __complete -- "\${words[@]}" 2>/dev/null)
  if [[ $answer == $'\\t'* ]]; then
    compopt -o filenames 2>/dev/null
    COMPREPLY=($(compgen -f -- "\${words[last]#"$name"}"))
  else
    COMPREPLY=($(cut -f1 <<< "$answer"))
    COMPREPLY=("\${COMPREPLY[@]#"$name"}")
  fi
}
complete -F _garmin2strava garmin2strava
`,
  zsh: `#compdef garmin2strava
# garmin2strava completion zsh > "\${fpath[1]}/_garmin2strava"
_garmin2strava() {
  local -a lines values shown
  local line
  lines=("\${(@f)$(garmin2strava __complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ $lines[1] == $'\\t'* ]]; then
    compset -P '--[a-z-]##='
    _files
    return
  fi
  for line in $lines; do
    values+=("\${line%%$'\\t'*}")
    shown+=("\${\${line/$'\\t'/  -- }%  -- }")
  done
  compadd -d shown -a values
}
# As a file of its own it is called the first time that it is read.
if [[ $funcstack[1] == _garmin2strava ]]; then
  _garmin2strava "$@"
else
  compdef _garmin2strava garmin2strava
fi
`,
  fish: `# garmin2strava completion fish > ~/.config/fish/completions/garmin2strava.fish
function __garmin2strava_offer
  set -l answer (garmin2strava __complete -- (commandline -opc)[2..] (commandline -ct) 2>/dev/null)
  if string match -q -- \\t'*' "$answer[1]"
    set -l begun (commandline -ct)
    set -l name (string match -r -- '^--[a-z-]+=' $begun)
    printf "$name%s\\n" (__fish_complete_path (string replace -- "$name" '' $begun))
  else
    printf '%s\\n' $answer
  end
end
complete -c garmin2strava -f -a '(__garmin2strava_offer)'
`,
};

export function completionScript(shell: Shell): string {
  return SCRIPTS[shell];
}
