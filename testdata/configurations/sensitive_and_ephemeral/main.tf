variable "password" {
  type      = string
  default   = "hunter2"
  sensitive = true
}
variable "token" {
  type      = string
  default   = "t"
  ephemeral = true
}
variable "settings" {
  type      = map(object({ user = string, pass = string }))
  sensitive = true
  default   = { a = { user = "u", pass = "p" } }
}
resource "aws_db_instance" "db" {
  identifier                  = "db"
  engine                      = "postgres"
  instance_class              = "db.t4g.micro"
  allocated_storage           = 20
  username                    = nonsensitive(keys(var.settings)[0])
  password                    = var.password
  skip_final_snapshot         = issensitive(var.password)
  final_snapshot_identifier   = issensitive(var.password) ? null : "no"
  tags                        = { Has = issensitive([for v in var.settings : v]) }
}
resource "aws_secretsmanager_secret_version" "s" {
  secret_id     = "id"
  secret_string = jsonencode({ for k, v in var.settings : k => v.pass })
}
resource "aws_ssm_parameter" "p" {
  for_each = nonsensitive(toset(keys(var.settings)))
  name     = "/${each.key}"
  type     = "SecureString"
  value    = "${var.settings[each.key].user}:${sensitive("x")}"
}
resource "aws_secretsmanager_secret_version" "write_only" {
  secret_id                = "wo"
  secret_string_wo         = "${var.token}-x"
  secret_string_wo_version = 3
}
output "user" {
  value     = var.settings["a"].user
  sensitive = true
}
output "length" { value = nonsensitive(length(var.password)) }
output "flags" { value = [issensitive(var.password), issensitive("x"), issensitive(nonsensitive(var.password)), can(nonsensitive("x"))] }
