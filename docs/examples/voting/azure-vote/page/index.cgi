#!/bin/sh
# The voting page. GET shows the counts, POST counts a vote (vote=<label>) or starts over (vote=reset).
# Environment: REDIS (host), TITLE, VOTE1VALUE and VOTE2VALUE (the labels).

# Sends commands to Redis, one per argument, and prints the replies, one per line.
redis() {
  printf '%s\r\n' "$@" QUIT | nc -w 2 "$REDIS" 6379 2>/dev/null | tr -d '\r'
}

escape() {
  printf '%s' "$1" | sed -e 's/&/\&amp;/g' -e 's/</\&lt;/g' -e 's/>/\&gt;/g' -e 's/"/\&quot;/g'
}

# The value of `vote` in the body that was posted. The limit keeps a stranger from filling the memory.
posted_vote() {
  case $CONTENT_LENGTH in '' | *[!0-9]* | ?????*) return ;; esac
  httpd -d "$(head -c "$CONTENT_LENGTH" | tr '&' '\n' | sed -n 's/^vote=//p' | head -n 1)"
}

# What is sent to Redis is chosen here, never taken from the request.
count_vote() {
  case $1 in
    reset) redis 'DEL vote1 vote2' ;;
    "$VOTE1VALUE") redis 'INCR vote1' ;;
    "$VOTE2VALUE") redis 'INCR vote2' ;;
  esac >/dev/null
}

# Adding nothing reads a count and makes it when it does not exist. Replies are `:<number>`.
read_counts() {
  redis 'INCRBY vote1 0' 'INCRBY vote2 0' | sed -n 's/^:\([0-9][0-9]*\)$/\1/p'
}

page() {
  cat <<HTML
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
$refresh
<title>$title</title>
<style>
@style@
</style>
</head>
<body>
<main>
<h1>$title</h1>
$1
</main>
</body>
</html>
HTML
}

poll() {
  cat <<HTML
<form method="post" action="/">
<button name="vote" value="$label1">
<span>$label1</span><output id="vote1">$count1</output>
<meter min="0" max="$total" value="$count1">$count1</meter>
</button>
<button name="vote" value="$label2">
<span>$label2</span><output id="vote2">$count2</output>
<meter min="0" max="$total" value="$count2">$count2</meter>
</button>
<footer><span>$votes</span><button name="vote" value="reset">Start over</button></footer>
</form>
HTML
}

title=$(escape "$TITLE")
label1=$(escape "$VOTE1VALUE")
label2=$(escape "$VOTE2VALUE")

if [ "$REQUEST_METHOD" = POST ]; then
  count_vote "$(posted_vote)"
  # So that loading the page again does not vote again.
  printf 'Status: 303 See Other\r\nLocation: /\r\n\r\n'
  exit
fi

set -- $(read_counts)
if [ $# -ne 2 ]; then
  printf 'Status: 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Type: text/html; charset=utf-8\r\n\r\n'
  refresh='<meta http-equiv="refresh" content="1">'
  page "<p>Waiting for Redis at <code>$(escape "$REDIS")</code>…</p>"
  exit
fi

count1=$1 count2=$2
total=$((count1 + count2))
votes="$total votes"
if [ "$total" = 1 ]; then votes='1 vote'; fi
if [ "$total" = 0 ]; then votes='No votes yet' total=1; fi
printf 'Content-Type: text/html; charset=utf-8\r\nCache-Control: no-store\r\n\r\n'
page "$(poll)"
