variable "prefix" {
  type = string
}

variable "name" {
  type = string
}

variable "engine_version" {
  type = string
}

variable "encrypted" {
  type    = bool
  default = true
}

variable "kms_key_arn" {
  type = string
}

variable "vpc_id" {
  type = string
}

variable "subnet_ids" {
  type = list(string)
}

variable "clients" {
  description = "Security groups that may connect, by name."
  type        = map(string)
}

variable "reporting_cidr" {
  type = string
}

locals {
  port = 5433
}

resource "aws_security_group" "this" {
  name        = "${var.prefix}-${var.name}-database"
  description = "Database ${var.name}"
  vpc_id      = var.vpc_id
}

resource "aws_vpc_security_group_ingress_rule" "clients" {
  for_each = var.clients

  security_group_id            = aws_security_group.this.id
  description                  = each.key
  ip_protocol                  = "tcp"
  from_port                    = local.port
  to_port                      = local.port
  referenced_security_group_id = each.value
}

resource "aws_vpc_security_group_ingress_rule" "reporting" {
  security_group_id = aws_security_group.this.id
  description       = "Reporting"
  ip_protocol       = "tcp"
  from_port         = local.port
  to_port           = local.port
  cidr_ipv4         = var.reporting_cidr
}

resource "aws_db_subnet_group" "this" {
  name       = "${var.prefix}-${var.name}"
  subnet_ids = var.subnet_ids
}

resource "aws_iam_role" "monitoring" {
  name = "${var.prefix}-${var.name}-monitoring"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "monitoring.rds.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy_attachment" "monitoring" {
  role       = aws_iam_role.monitoring.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole"
}

resource "aws_db_instance" "this" {
  identifier     = "${var.prefix}-${var.name}"
  engine         = "postgres"
  engine_version = var.engine_version
  instance_class = "db.m6g.large"
  port           = local.port

  allocated_storage = 100
  storage_type      = "gp3"
  storage_encrypted = var.encrypted
  kms_key_id        = var.encrypted ? var.kms_key_arn : null

  username                            = "orders_owner"
  manage_master_user_password         = true
  iam_database_authentication_enabled = true

  db_subnet_group_name   = aws_db_subnet_group.this.name
  vpc_security_group_ids = [aws_security_group.this.id]
  publicly_accessible    = false
  multi_az               = true

  backup_retention_period         = 14
  copy_tags_to_snapshot           = true
  deletion_protection             = true
  auto_minor_version_upgrade      = true
  enabled_cloudwatch_logs_exports = ["postgresql", "upgrade"]
  monitoring_interval             = 60
  monitoring_role_arn             = aws_iam_role.monitoring.arn
  performance_insights_enabled    = true
  final_snapshot_identifier       = "${var.prefix}-${var.name}-final"
}
