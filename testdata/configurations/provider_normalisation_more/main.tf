# More of what the provider changes in configured values while it plans, and much that it leaves alone.
resource "aws_batch_job_definition" "job" {
  name                 = "Job"
  type                 = "container"
  container_properties = "{ \"image\": \"i\", \"command\": [ \"ls\" ], \"vcpus\": 1, \"memory\": 128, \"environment\": [ { \"value\": \"2\", \"name\": \"B\" }, { \"name\": \"A\", \"value\": \"1\" } ], \"user\": null }"
}
resource "aws_elasticache_parameter_group" "group" {
  name   = "Group"
  family = "redis7"
  parameter {
    name  = "activerehashing"
    value = "yes"
  }
}
resource "aws_elasticache_subnet_group" "group" {
  name       = "Subnets"
  subnet_ids = ["subnet-1"]
}
resource "aws_db_subnet_group" "group" {
  name       = "subnets"
  subnet_ids = ["subnet-2", "subnet-1"]
}
resource "aws_db_parameter_group" "group" {
  name   = "parameters"
  family = "mysql8.0"
  parameter {
    name  = "Character_Set_Server"
    value = "UTF8"
  }
}
resource "aws_rds_cluster_parameter_group" "group" {
  name   = "cluster-parameters"
  family = "aurora-mysql8.0"
  parameter {
    name         = "Time_Zone"
    value        = "UTC"
    apply_method = "Pending-Reboot"
  }
}
resource "aws_lb" "lb" {
  name            = "lb"
  subnets         = ["subnet-2", "subnet-1"]
  security_groups = []
}
resource "aws_lb_target_group" "group" {
  name     = "group"
  port     = "80"
  protocol = "HTTP"
  vpc_id   = "vpc-1"
  health_check {
    protocol = "HTTP"
    matcher  = 200
    port     = "traffic-port"
  }
}
resource "aws_lb_listener" "listener" {
  load_balancer_arn = aws_lb.lb.arn
  port              = 80
  protocol          = "HTTP"
  default_action {
    type = "redirect"
    redirect {
      port        = "443"
      protocol    = "HTTPS"
      status_code = "HTTP_301"
    }
  }
}
resource "aws_elb" "classic" {
  name               = "Classic"
  availability_zones = ["us-east-1b", "us-east-1a"]
  listener {
    instance_port     = 80
    instance_protocol = "HTTP"
    lb_port           = 443
    lb_protocol       = "HTTPS"
  }
  health_check {
    target              = "HTTP:80/"
    interval            = 30
    timeout             = 5
    healthy_threshold   = 2
    unhealthy_threshold = 2
  }
}
resource "aws_route53_resolver_rule" "rule" {
  domain_name = "Example.Com."
  rule_type   = "SYSTEM"
}
resource "aws_route53_health_check" "check" {
  fqdn = "Example.com"
  type = "HTTPS"
  port = 443
}
resource "aws_ses_domain_identity" "identity" { domain = "Example.com" }
resource "aws_ses_email_identity" "identity" { email = "Me@Example.com" }
resource "aws_ses_domain_mail_from" "from" {
  domain           = "example.com"
  mail_from_domain = "bounce.example.com"
}
resource "aws_acm_certificate" "dotted" {
  domain_name       = "dotted.example.com"
  validation_method = "DNS"
}
resource "aws_ecr_lifecycle_policy" "policy" {
  repository = "r"
  policy     = "{ \"rules\": [ { \"selection\": { \"tagStatus\": \"untagged\", \"countType\": \"imageCountMoreThan\", \"countNumber\": 5 }, \"rulePriority\": 1, \"action\": { \"type\": \"expire\" } } ] }"
}
resource "aws_ecr_repository" "repository" {
  name = "repository"
  image_scanning_configuration { scan_on_push = true }
  encryption_configuration { encryption_type = "KMS" }
}
resource "aws_cloudwatch_dashboard" "dashboard" {
  dashboard_name = "d"
  dashboard_body = "{ \"widgets\": [ { \"y\": 0, \"x\": 1 } ] }"
}
resource "aws_cloudwatch_metric_alarm" "alarm" {
  alarm_name          = "alarm"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = "2"
  threshold           = "80.50"
  metric_name         = "m"
  namespace           = "n"
  period              = 60
  statistic           = "Sum"
  alarm_actions       = []
}
resource "aws_ssm_document" "document" {
  name          = "document"
  document_type = "Command"
  content       = "{ \"schemaVersion\": \"2.2\", \"mainSteps\": [] }"
}
resource "aws_ssm_maintenance_window" "window" {
  name     = "window"
  schedule = "cron(0 16 ? * TUE *)"
  duration = 3
  cutoff   = 1
}
resource "aws_glue_catalog_table" "table" {
  name          = "table"
  database_name = "database"
  parameters    = { EXTERNAL = "TRUE" }
  storage_descriptor {
    columns {
      name = "Column"
      type = "String"
    }
  }
}
resource "aws_kinesis_stream" "stream" {
  name             = "stream"
  shard_count      = "1"
  encryption_type  = "KMS"
  kms_key_id       = "alias/aws/kinesis"
}
resource "aws_kinesis_firehose_delivery_stream" "stream" {
  name        = "firehose"
  destination = "extended_s3"
  extended_s3_configuration {
    role_arn            = "arn:aws:iam::111122223333:role/r"
    bucket_arn          = "arn:aws:s3:::b"
    prefix              = "p/"
    compression_format  = "GZIP"
  }
}
resource "aws_transfer_ssh_key" "key" {
  server_id = "s-01234567890abcdef"
  user_name = "user"
  body      = " ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQC me \n"
}
resource "aws_iam_openid_connect_provider" "provider" {
  url             = "https://Token.example.com"
  client_id_list  = ["b", "a"]
  thumbprint_list = ["CF23DF2207D99A74FBE169E3EBA035E633B65D94"]
}
resource "aws_iam_user" "user" {
  name = "User"
  path = "/Team/"
}
resource "aws_iam_group_policy" "policy" {
  group  = "g"
  policy = "{ \"Version\": \"2012-10-17\", \"Statement\": [ { \"Resource\": [\"*\"], \"Effect\": \"Allow\", \"Action\": [ \"s3:*\" ] } ] }"
}
resource "aws_vpc_endpoint" "endpoint" {
  vpc_id            = "vpc-1"
  service_name      = "com.amazonaws.us-east-1.s3"
  vpc_endpoint_type = "Gateway"
  policy            = "{ \"Version\": \"2012-10-17\", \"Statement\": [] }"
  route_table_ids   = []
}
resource "aws_flow_log" "log" {
  vpc_id               = "vpc-1"
  traffic_type         = "ALL"
  log_destination      = "arn:aws:s3:::b"
  log_destination_type = "s3"
}
resource "aws_ebs_volume" "volume" {
  availability_zone = "us-east-1a"
  size              = "10"
  iops              = 0
  throughput        = null
  type              = "gp3"
}
resource "aws_vpn_connection" "connection" {
  customer_gateway_id   = "cgw-1"
  type                  = "ipsec.1"
  tunnel1_preshared_key = "abcdefgh1"
}
resource "aws_eip" "ip" { domain = "vpc" }
resource "aws_network_interface" "interface" {
  subnet_id       = "subnet-1"
  private_ips     = ["10.0.0.5"]
  security_groups = ["sg-2", "sg-1"]
}
resource "aws_lambda_function" "function" {
  function_name = "function"
  role          = "arn:aws:iam::111122223333:role/r"
  s3_bucket     = "b"
  s3_key        = "k"
  handler       = "h"
  runtime       = "python3.12"
  layers        = []
  memory_size   = "256"
  environment { variables = {} }
}
resource "aws_lambda_event_source_mapping" "mapping" {
  event_source_arn  = "arn:aws:sqs:us-east-1:111122223333:q"
  function_name     = "f"
  filter_criteria {
    filter { pattern = "{ \"body\": { \"b\": [1], \"a\": [2] } }" }
  }
}
resource "aws_sns_topic_subscription" "subscription" {
  topic_arn     = "arn:aws:sns:us-east-1:111122223333:t"
  protocol      = "sqs"
  endpoint      = "arn:aws:sqs:us-east-1:111122223333:q"
  filter_policy = "{ \"b\": [ \"x\" ], \"a\": [ { \"prefix\": \"<y>\" } ] }"
  redrive_policy = "{ \"deadLetterTargetArn\": \"arn:aws:sqs:us-east-1:111122223333:d\" }"
}
resource "aws_sqs_queue" "queue" {
  name           = "Queue"
  redrive_policy = "{ \"maxReceiveCount\": \"4\", \"deadLetterTargetArn\": \"arn:aws:sqs:us-east-1:111122223333:d\" }"
  policy         = "{ \"Version\": \"2012-10-17\", \"Statement\": [ { \"Condition\": { \"StringEquals\": { \"a<b\": \"&\" } }, \"Effect\": \"Allow\" } ] }"
}
resource "aws_cloudtrail" "trail" {
  name           = "trail"
  s3_bucket_name = "b"
  event_selector {
    read_write_type = "All"
  }
}
resource "aws_config_config_rule" "rule" {
  name             = "rule"
  input_parameters = "{ \"b\": \"1\", \"a\": \"2\" }"
  source {
    owner             = "AWS"
    source_identifier = "S3_BUCKET_VERSIONING_ENABLED"
  }
}
resource "aws_backup_plan" "plan" {
  name = "plan"
  rule {
    rule_name         = "daily"
    target_vault_name = "vault"
    schedule          = "cron(0 12 * * ? *)"
    lifecycle { delete_after = "14" }
  }
}
resource "aws_cognito_user_pool" "pool" {
  name                     = "pool"
  auto_verified_attributes = ["email"]
  password_policy { minimum_length = 12 }
}
resource "aws_opensearch_domain" "domain" {
  domain_name      = "domain"
  engine_version   = "OpenSearch_2.11"
  advanced_options = { "rest.action.multi.allow_explicit_index" = "true" }
  access_policies  = "{ \"Version\": \"2012-10-17\", \"Statement\": [] }"
}
resource "aws_msk_cluster" "cluster" {
  cluster_name           = "msk"
  kafka_version          = "3.5.1"
  number_of_broker_nodes = 2
  broker_node_group_info {
    instance_type   = "kafka.t3.small"
    client_subnets  = ["subnet-2", "subnet-1"]
    security_groups = ["sg-1"]
  }
}
resource "aws_efs_file_system" "system" {
  creation_token = "Token"
  encrypted      = "true"
  lifecycle_policy { transition_to_ia = "AFTER_30_DAYS" }
}
resource "aws_apprunner_service" "service" {
  service_name = "service"
  source_configuration {
    image_repository {
      image_identifier      = "public.ecr.aws/x/y:latest"
      image_repository_type = "ECR_PUBLIC"
    }
  }
}
resource "aws_codebuild_project" "project" {
  name         = "project"
  service_role = "arn:aws:iam::111122223333:role/r"
  artifacts { type = "NO_ARTIFACTS" }
  environment {
    compute_type = "BUILD_GENERAL1_SMALL"
    image        = "aws/codebuild/standard:7.0"
    type         = "LINUX_CONTAINER"
    environment_variable {
      name  = "A"
      value = "1"
    }
  }
  source {
    type      = "NO_SOURCE"
    buildspec = "version: 0.2\n"
  }
}
resource "aws_s3_bucket" "bucket" { bucket = "plain" }
resource "aws_s3_bucket_policy" "policy" {
  bucket = aws_s3_bucket.bucket.id
  policy = "{ \"Version\": \"2012-10-17\", \"Id\": \"x\", \"Statement\": { \"Effect\": \"Deny\", \"Principal\": \"*\", \"Action\": \"s3:*\", \"Resource\": \"*\" } }"
}
resource "aws_s3_bucket_acl" "acl" {
  bucket = aws_s3_bucket.bucket.id
  acl    = "private"
}
resource "aws_s3_bucket_notification" "notification" {
  bucket = aws_s3_bucket.bucket.id
  queue {
    queue_arn     = "arn:aws:sqs:us-east-1:111122223333:q"
    events        = ["s3:ObjectCreated:*"]
    filter_suffix = ".log"
  }
}
resource "aws_secretsmanager_secret" "secret" {
  name                    = "Secret"
  recovery_window_in_days = "0"
}
resource "aws_budgets_budget" "budget" {
  name         = "budget"
  budget_type  = "COST"
  limit_amount = "100.0"
  limit_unit   = "USD"
  time_unit    = "MONTHLY"
}
resource "aws_scheduler_schedule" "schedule" {
  name                = "schedule"
  schedule_expression = "rate(1 hour)"
  flexible_time_window { mode = "OFF" }
  target {
    arn      = "arn:aws:lambda:us-east-1:111122223333:function:f"
    role_arn = "arn:aws:iam::111122223333:role/r"
    input    = "{ \"b\": 1, \"a\": 2 }"
  }
}
output "seen" {
  value = {
    layers    = aws_lambda_function.function.layers
    threshold = aws_cloudwatch_metric_alarm.alarm.threshold
    actions   = aws_cloudwatch_metric_alarm.alarm.alarm_actions
    listener  = aws_elb.classic.listener
    domain    = aws_ses_domain_identity.identity.domain
    redrive   = aws_sqs_queue.queue.redrive_policy
    filter    = aws_sns_topic_subscription.subscription.filter_policy
    variables = aws_lambda_function.function.environment
    iops      = aws_ebs_volume.volume.iops
  }
}
