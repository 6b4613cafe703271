variable "zones" { type = set(string) }
resource "aws_ssm_parameter" "z" {
  for_each = var.zones
  name     = "/${terraform.workspace}/${each.key}"
  type     = "String"
  value    = "${path.module}:${path.root}"
}
output "workspace" { value = terraform.workspace }
