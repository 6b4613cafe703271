# What the provider changes in configured values while it plans.
locals { pem = "  ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQC me@host \n" }
resource "aws_security_group" "sg" {
  name = "Mixed Case"
  ingress {
    from_port = 1
    to_port   = 2
    protocol  = "TCP"
  }
  ingress {
    from_port = 3
    to_port   = 4
    protocol  = 17
  }
  egress {
    from_port = 0
    to_port   = 0
    protocol  = "all"
  }
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "ICMPv6"
    description = ""
  }
  egress {
    from_port = 0
    to_port   = 0
    protocol  = "50"
  }
  tags = {}
}
resource "aws_security_group_rule" "rule" {
  for_each          = toset(["6", "ALL", "-1", "udp", "58", "Icmp", "51"])
  security_group_id = "sg-1"
  type              = "ingress"
  from_port         = 0
  to_port           = 0
  protocol          = each.key
  cidr_blocks       = ["10.0.0.0/8"]
  ipv6_cidr_blocks  = []
}
resource "aws_vpc_security_group_ingress_rule" "rule" {
  for_each          = toset(["6", "tcp", "-1"])
  security_group_id = "sg-1"
  ip_protocol       = each.key
  from_port         = 1
  to_port           = 1
  cidr_ipv4         = "10.0.0.0/8"
}
resource "aws_network_acl" "acl" {
  vpc_id = "vpc-1"
  ingress {
    rule_no    = 1
    action     = "ALLOW"
    protocol   = "tcp"
    from_port  = 1
    to_port    = 1
    cidr_block = "10.0.0.0/8"
  }
}
resource "aws_network_acl_rule" "rule" {
  network_acl_id = "acl-1"
  rule_number    = 1
  protocol       = "udp"
  rule_action    = "allow"
  cidr_block     = "10.0.0.0/8"
  from_port      = 1
  to_port        = 1
}
resource "aws_default_security_group" "default" {
  vpc_id = "vpc-1"
  ingress {
    from_port = 0
    to_port   = 0
    protocol  = "All"
    self      = true
  }
}
resource "aws_route53_zone" "zone" {
  name = "Example.COM."
}
resource "aws_route53_record" "record" {
  for_each = toset(["WWW.Example.com.", "*.x", "A_B"])
  zone_id  = "Z1"
  name     = each.key
  type     = "A"
  ttl      = 60
  records  = ["1.2.3.4"]
}
resource "aws_acm_certificate" "certificate" {
  domain_name               = "Example.com"
  subject_alternative_names = ["b.example.com"]
  validation_method         = "DNS"
}
resource "aws_acm_certificate" "alone" {
  domain_name       = "alone.example.com"
  validation_method = "EMAIL"
}
resource "aws_instance" "instance" {
  ami           = "ami-1"
  instance_type = "t3.micro"
  user_data     = "#!/bin/sh\necho hi\n"
  tags          = { a = "" }
  security_groups = []
}
resource "aws_launch_configuration" "configuration" {
  image_id      = "ami-1"
  instance_type = "t3.micro"
  user_data     = "plain"
}
resource "aws_key_pair" "pair" {
  key_name   = "pair"
  public_key = local.pem
}
resource "aws_elasticache_cluster" "cache" {
  cluster_id      = "cache"
  engine          = "redis"
  node_type       = "cache.t3.micro"
  num_cache_nodes = 1
}
resource "aws_elasticache_replication_group" "group" {
  replication_group_id = "Group"
  description          = "d"
}
resource "aws_db_instance" "db" {
  identifier          = "db"
  engine              = "MySQL"
  instance_class      = "db.t3.micro"
  allocated_storage   = 10
  username            = "u"
  password            = "longenough"
  skip_final_snapshot = true
  maintenance_window  = "Mon:00:00-Mon:03:00"
  backup_window       = "09:46-10:16"
}
resource "aws_rds_cluster" "cluster" {
  cluster_identifier           = "cluster"
  engine                       = "aurora-mysql"
  master_username              = "u"
  master_password              = "longenough"
  skip_final_snapshot          = true
  preferred_maintenance_window = "Wed:04:00-Wed:04:30"
}
resource "aws_redshift_cluster" "cluster" {
  cluster_identifier           = "cluster"
  node_type                    = "ra3.large"
  database_name                = "sales"
  master_username              = "admin"
  master_password              = "Longenough1"
  skip_final_snapshot          = true
  preferred_maintenance_window = "Sun:05:00-Sun:05:30"
}
resource "aws_ecs_task_definition" "definition" {
  family                = "f"
  container_definitions = "[ { \"name\": \"a\", \"image\": \"b\", \"cpu\": 0, \"memory\": 1, \"environment\": [ { \"value\": \"a<b&c\", \"name\": \"B\" }, { \"name\": \"A\", \"value\": \"1\" } ], \"essential\": null, \"links\": [], \"Unknown\": 1 } ]"
}
resource "aws_ecs_task_definition" "two" {
  family = "two"
  container_definitions = jsonencode([
    { name = "z", image = "i", essential = true, memory = 0, privileged = false, readonlyRootFilesystem = true, command = [], user = "" },
    { name = "a", image = "i", secrets = [{ name = "S", valueFrom = "s" }, { name = "A", valueFrom = "a" }], portMappings = [{ containerPort = 80, hostPort = 0 }], logConfiguration = { logDriver = "awslogs", options = { b = "1", a = "2" } } },
  ])
}
resource "aws_elasticache_cluster" "window" {
  cluster_id         = "window"
  engine             = "redis"
  node_type          = "cache.t3.micro"
  num_cache_nodes    = 1
  maintenance_window = "Sun:05:00-Sun:09:00"
}
resource "aws_elasticache_replication_group" "window" {
  replication_group_id = "window"
  description          = "d"
  maintenance_window   = "Sun:05:00-Sun:09:00"
}
resource "aws_dax_cluster" "window" {
  cluster_name       = "dax"
  iam_role_arn       = "arn:aws:iam::111122223333:role/dax"
  node_type          = "dax.r4.large"
  replication_factor = 1
  maintenance_window = "Sun:05:00-Sun:09:00"
}
resource "aws_rds_cluster_instance" "window" {
  cluster_identifier           = "c"
  engine                       = "aurora-mysql"
  instance_class               = "db.r6g.large"
  preferred_maintenance_window = "Sun:05:00-Sun:09:00"
}
resource "aws_neptune_cluster_instance" "window" {
  cluster_identifier           = "c"
  instance_class               = "db.r6g.large"
  preferred_maintenance_window = "Sun:05:00-Sun:09:00"
}
resource "aws_docdb_cluster_instance" "window" {
  cluster_identifier           = "c"
  instance_class               = "db.r6g.large"
  preferred_maintenance_window = "Sun:05:00-Sun:09:00"
}
resource "aws_dms_replication_instance" "window" {
  replication_instance_id      = "window"
  replication_instance_class   = "dms.t3.micro"
  preferred_maintenance_window = "Sun:05:00-Sun:09:00"
}
resource "aws_memorydb_cluster" "window" {
  name               = "memory"
  acl_name           = "open-access"
  node_type          = "db.t4g.small"
  maintenance_window = "Sun:05:00-Sun:09:00"
}
resource "aws_vpc" "vpc" { cidr_block = "10.0.0.0/16" }
resource "aws_subnet" "six" {
  vpc_id          = aws_vpc.vpc.id
  cidr_block      = "10.0.0.0/24"
  ipv6_cidr_block = "2001:DB8::/64"
}
resource "aws_route" "route" {
  route_table_id              = "rtb-1"
  destination_ipv6_cidr_block = "2001:0DB8::/32"
  gateway_id                  = "igw-1"
}
resource "aws_cloudwatch_event_rule" "rule" {
  name          = "rule"
  event_pattern = "{ \"source\": [\"aws.s3\"], \"detail\": { \"a<b\": [1.0] } }"
}
resource "aws_sfn_activity" "activity" { name = "Activity" }
resource "aws_api_gateway_rest_api" "api" {
  name               = "api"
  body               = "{ \"openapi\": \"3.0.1\", \"info\": {} }"
  binary_media_types = []
}
resource "aws_iam_role" "role" {
  name               = "role"
  assume_role_policy = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[\"sts:AssumeRole\"],\"Principal\":{\"Service\":\"ec2.amazonaws.com\"}}]}"
}
resource "aws_ssm_parameter" "text" {
  name        = "text"
  type        = "String"
  value       = ""
  description = ""
}
resource "aws_wafv2_ip_set" "set" {
  name               = "set"
  scope              = "REGIONAL"
  ip_address_version = "IPV4"
  addresses          = []
}
resource "aws_iam_server_certificate" "certificate" {
  name             = "certificate"
  certificate_body = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"
  private_key      = "key"
}
resource "aws_glue_catalog_database" "database" { name = "database" }
resource "aws_dms_replication_instance" "instance" {
  replication_instance_id    = "Instance"
  replication_instance_class = "dms.t3.micro"
}
resource "aws_neptune_cluster" "cluster" {
  cluster_identifier           = "neptune"
  preferred_maintenance_window = "Thu:01:00-Thu:02:00"
  skip_final_snapshot          = true
}
resource "aws_docdb_cluster" "cluster" {
  cluster_identifier           = "docdb"
  master_username              = "u"
  master_password              = "longenough"
  preferred_maintenance_window = "Fri:01:00-Fri:02:00"
  skip_final_snapshot          = true
}
resource "aws_autoscaling_group" "group" {
  name               = "group"
  min_size           = 0
  max_size           = 1
  launch_configuration = aws_launch_configuration.configuration.name
  availability_zones = ["us-east-1b", "us-east-1a"]
  suspended_processes = []
}
resource "aws_cloudformation_stack" "stack" {
  name          = "stack"
  template_body = "{ \"Resources\": { \"B\": 1, \"A\": 2 } }"
  parameters    = { b = "1" }
}
resource "aws_sns_topic" "topic" {
  name         = "topic"
  display_name = ""
  policy       = "{ \"Version\": \"2012-10-17\" , \"Statement\": [] }"
}
output "seen" {
  value = {
    tags       = aws_security_group.sg.tags == null
    name       = aws_route53_zone.zone.name
    records    = [for record in aws_route53_record.record : record.name]
    names      = sort(aws_acm_certificate.certificate.subject_alternative_names)
    alone      = aws_acm_certificate.alone.domain_name
    data       = aws_instance.instance.user_data
    engine     = aws_db_instance.db.engine
    protocols  = [for rule in aws_security_group_rule.rule : rule.protocol]
    policy     = aws_sns_topic.topic.policy
    role       = aws_iam_role.role.assume_role_policy
    text       = aws_ssm_parameter.text.description
    lists      = [aws_wafv2_ip_set.set.addresses, aws_security_group_rule.rule["6"].ipv6_cidr_blocks]
  }
}
