variable "password" {
  type      = string
  sensitive = true
}
variable "settings" {
  type = map(string)
}
resource "aws_ssm_parameter" "p" {
  for_each = nonsensitive(toset(keys(var.settings)))
  name     = each.key
  type     = "String"
  value    = var.settings[each.key]
}
resource "aws_rds_cluster" "r" {
  engine              = "aurora-mysql"
  master_username     = "someone"
  master_password     = var.password
  skip_final_snapshot = true
}
