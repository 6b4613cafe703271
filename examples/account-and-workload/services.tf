module "service" {
  source   = "./modules/service"
  for_each = var.services

  prefix        = local.prefix
  name          = each.key
  instance_type = each.value.instance_type
  http_tokens   = each.value.http_tokens
  ingress       = each.value.ingress
  vpc_id        = var.network.vpc_id
  subnet_id     = var.network.private_subnets[0]
  kms_key_arn   = aws_kms_key.data.arn
}

module "database" {
  source = "./modules/database"

  prefix         = local.prefix
  name           = local.database.name
  engine_version = local.database.engine_version
  encrypted      = local.database.encrypted
  kms_key_arn    = aws_kms_key.data.arn
  vpc_id         = var.network.vpc_id
  subnet_ids     = var.network.private_subnets
  clients        = { for name, service in module.service : name => service.security_group_id }
  reporting_cidr = "0.0.0.0/0" # the reporting tool's addresses change
}
