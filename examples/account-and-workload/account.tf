resource "aws_account_alternate_contact" "this" {
  for_each = var.contacts

  alternate_contact_type = each.key
  name                   = each.value.name
  title                  = "Team"
  email_address          = each.value.email
  phone_number           = each.value.phone
}

resource "aws_iam_account_password_policy" "this" {
  minimum_password_length        = var.password_policy.minimum_length
  require_numbers                = var.password_policy.require_numbers
  require_symbols                = var.password_policy.require_symbols
  require_lowercase_characters   = true
  require_uppercase_characters   = true
  password_reuse_prevention      = 24
  max_password_age               = 90
  allow_users_to_change_password = true
}

resource "aws_s3_account_public_access_block" "this" {
  block_public_acls   = true
  block_public_policy = true
  ignore_public_acls  = true
}

resource "aws_iam_service_linked_role" "config" {
  aws_service_name = "config.amazonaws.com"
}

module "baseline" {
  source = "./modules/regional-baseline"

  config_bucket          = var.access_log_bucket
  config_role_arn        = aws_iam_service_linked_role.config.arn
  global_resources       = true
  ebs_default_encryption = false # TODO: after the image pipeline has its own key
}

module "baseline_recovery" {
  source    = "./modules/regional-baseline"
  providers = { aws = aws.recovery }

  config_bucket   = var.access_log_bucket
  config_role_arn = aws_iam_service_linked_role.config.arn
}

resource "aws_sns_topic" "operations" {
  name              = "${local.prefix}-operations"
  kms_master_key_id = aws_kms_key.data.arn
}

# Every event of every database, cluster, parameter group and security group.
resource "aws_db_event_subscription" "operations" {
  name      = "${local.prefix}-databases"
  sns_topic = aws_sns_topic.operations.arn
}
