locals {
  who    = "world"
  plain  = <<EOT
hello ${local.who}
  indented
EOT
  dedent = <<-EOT
    first
      second ${upper(local.who)}
    third
  EOT
  loops = <<-EOT
    %{for i, c in ["a", "b"]~}
    ${i}=${c}
    %{endfor~}
    end
  EOT
  escapes = "tab\tquote\"back\\slash \u00e9 $${literal} %%{literal} \U0001F600"
  nested  = "outer ${"inner ${"deepest ${1 + 2}"}"}"
  strip   = "a ${~ "b" ~} c"
  cond    = "x%{if local.who == "world"}Y%{else}N%{endif}z"
}

resource "aws_ssm_parameter" "p" {
  for_each = {
    plain = local.plain, dedent = local.dedent, loops = local.loops, escapes = local.escapes
    nested = local.nested, strip = local.strip, cond = local.cond
    user = base64encode(<<-SCRIPT
      #!/bin/bash
      echo "${local.who}" > /tmp/x
    SCRIPT
    )
  }
  name  = "/${each.key}"
  type  = "String"
  value = each.value
}
