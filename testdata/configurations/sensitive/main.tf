variable "password" {
  type      = string
  sensitive = true
  default   = "hunter2hunter2"
}

locals {
  secret = sensitive({ a = "x", b = "y" })
  plain  = nonsensitive(local.secret.a)
}

resource "aws_db_instance" "d" {
  allocated_storage = 10
  engine            = "postgres"
  instance_class    = "db.t3.micro"
  username          = local.secret.b
  password          = var.password
  identifier        = "db-${local.plain}"
}

resource "aws_ssm_parameter" "p" {
  name  = "/p"
  type  = "SecureString"
  value = "${var.password}-${local.secret.a}"
}

output "pw" {
  value     = var.password
  sensitive = true
}
