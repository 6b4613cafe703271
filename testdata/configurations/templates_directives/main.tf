locals {
  hosts = [{ name = "a", ip = "10.0.0.1", roles = ["web", "db"] }, { name = "b", ip = "10.0.0.2", roles = [] }]
}
resource "aws_ssm_parameter" "file" {
  name  = "/file"
  type  = "String"
  value = templatefile("${path.module}/templates/hosts.tftpl", { hosts = local.hosts, title = "All", debug = false })
}
resource "aws_launch_template" "user_data" {
  name      = "template"
  user_data = base64encode(templatefile("${path.module}/templates/user-data.sh", { packages = ["nginx", "jq"], env = { A = "1", B = "two words" }, port = 8080 }))
}
output "inline" {
  value = <<EOT
%{for index, host in local.hosts~}
${index}: ${host.name}%{if length(host.roles) > 0} (${join("/", host.roles)})%{else} idle%{endif}
%{endfor~}
done
EOT
}
output "stripped" {
  value = <<-EOT
      first
        indented ${"x"}
      %{~if true}
      kept
      %{~endif~}

    last
  EOT
}
output "escapes" { value = "$${not} %%{either} \"q\" \\ \t é \u00e9 \U0001F600 ${"nested ${"deep ${1 + 1}"}"}" }
output "raw_heredoc" {
  value = <<RAW
a\tb $${c} %%{d}
  "quotes" and \ backslash
RAW
}
output "only_interpolation" { value = ["${1}", "${true}", "${[1, 2]}", "${{ a = 1 }}", "${null}", "a${1.50}b", "${"x"}"] }
output "maps" { value = "%{for k, v in { b = 1, a = 2 }}${k}=${v};%{endfor}" }
output "nested" { value = templatefile("${path.module}/templates/outer.tftpl", { rows = [[1, 2], [3]], f = jsonencode({ a = [1] }) }) }
output "string" { value = templatestring(local.template, { who = "you" }) }
locals { template = "hello $${who}" }
