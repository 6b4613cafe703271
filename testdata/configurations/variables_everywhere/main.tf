variable "from_environment" { type = number }
variable "environment_beaten" { default = "default" }
variable "from_auto" { type = map(list(string)) }
variable "from_file" {}
variable "twice" { type = string }
variable "argument_order" {}
variable "complex" {
  type = list(object({ name = string, on = optional(bool, true) }))
}
variable "text_like_json" { type = string }
variable "untyped_text" {}
variable "undeclared_ok" { default = "x" }
variable "tuple" { type = tuple([string, number, bool]) }
variable "heredoc" { type = string }
locals {
  all = {
    from_environment   = var.from_environment
    environment_beaten = var.environment_beaten
    from_auto          = var.from_auto
    from_file          = var.from_file
    twice              = var.twice
    argument_order     = var.argument_order
    complex            = var.complex
    text_like_json     = var.text_like_json
    untyped_text       = var.untyped_text
    tuple              = var.tuple
    heredoc            = var.heredoc
    workspace          = terraform.workspace
  }
}
output "all" { value = local.all }
resource "aws_ssm_parameter" "all" {
  for_each = local.all
  name     = "/${terraform.workspace}/${each.key}"
  type     = "String"
  value    = try(tostring(each.value), jsonencode(each.value))
}
