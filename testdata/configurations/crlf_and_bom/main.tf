# comment
variable "x" {
  default = <<-EOT
    line one
    line two
  EOT
}

resource "aws_ssm_parameter" "p" {
  name  = "/crlf" // trailing
  type  = "String"
  value = var.x /* block
  comment */
}
