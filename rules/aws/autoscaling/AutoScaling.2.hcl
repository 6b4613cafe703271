control "AutoScaling.2" {
  slug     = "auto-scaling-multiple-zones"
  aliases  = []
  severity = "medium"
  category = ["Recover", "Resilience", "High Availability"]
  title = {
    en = "Auto Scaling groups cover several Availability Zones"
    ja = "Auto Scaling グループが複数のアベイラビリティーゾーンを使っている"
  }
  why = {
    en = "A group in one zone cannot start instances elsewhere, so an outage of the zone is an outage of the service."
    ja = "AZ が 1 つだけのグループは、ほかの AZ でインスタンスを起動できないため、AZ の障害がそのままサービスの停止につながります。"
  }
  decides     = "checked"
  config_rule = "autoscaling-multiple-az"
  frameworks = {
    "aws-fsbp"       = ["AutoScaling.2"]
    "nist-800-53-r5" = ["CP-10", "CP-2(2)", "CP-6(2)", "SC-36", "SC-5(2)", "SI-13(5)"]
  }
  frameworks_derived = {
    "iso-27001-2022" = ["A.8.14"]
    "nist-csf-2.0"   = ["be_5", "ds_4", "pt_5"]
  }

  parameter "minAvailabilityZones" {
    default = 2
    description = {
      en = "Availability Zones that a group covers at least"
      ja = "グループに求める AZ の最小数"
    }
  }

  check "aws_autoscaling_group" {
    locals {
      subnets = targets(default(attrs.vpc_zone_identifier, []))
      placed  = [for subnet in local.subnets : default(attribute(subnet, "availability_zone"), attribute(subnet, "availability_zone_id"))]
      zones   = concat(tolist(default(attrs.availability_zones, [])), [for zone in local.placed : zone if zone != null])
      # Which zone an existing subnet is in, or AWS chooses for a new one, cannot be told.
      outside = any([for zone in local.placed : zone == null])
    }
    enforce {
      condition = any([
        length(distinct(local.zones)) >= param.minAvailabilityZones,
        all([length(local.subnets) >= param.minAvailabilityZones, local.outside, undecided("the zone of a subnet")]),
      ])
      at = "vpc_zone_identifier"
      error_message = {
        en = "the group uses fewer than ${param.minAvailabilityZones} Availability Zones"
        ja = "グループの AZ が ${param.minAvailabilityZones} つに満たない"
      }
    }
    fix {
      when   = is_set(attrs.availability_zones)
      class  = "needs-input"
      impact = "in-place"
      summary = {
        en = "name the zones of the group"
        ja = "グループの AZ を指定する"
      }
      warning = {
        en = "Instances move to the new zones; traffic between zones is charged."
        ja = "インスタンスは追加した AZ にも再配置されます。AZ をまたぐ通信には料金がかかります。"
      }
      input "auto_scaling_availability_zones" {
        description = {
          en = "Availability Zones of the Auto Scaling group, at least two"
          ja = "Auto Scaling グループの AZ (2 つ以上)"
        }
      }
      set = { availability_zones = var.auto_scaling_availability_zones }
    }
    fix {
      class  = "needs-input"
      impact = "in-place"
      summary = {
        en = "name the subnets of the group"
        ja = "グループのサブネットを指定する"
      }
      warning = {
        en = "Instances move to the new zones; traffic between zones is charged."
        ja = "インスタンスは追加した AZ にも再配置されます。AZ をまたぐ通信には料金がかかります。"
      }
      input "auto_scaling_subnet_ids" {
        description = {
          en = "Subnets of the Auto Scaling group, in at least two Availability Zones"
          ja = "Auto Scaling グループのサブネット (2 つ以上の AZ)"
        }
      }
      set = { vpc_zone_identifier = var.auto_scaling_subnet_ids }
    }
  }

  remediation {
    console = {
      en = ["Open the Auto Scaling group in the EC2 console.", "Under Network choose Edit.", "Add subnets in further Availability Zones and update."]
      ja = ["EC2 コンソールで Auto Scaling グループを開く。", "「ネットワーク」で「編集」を選ぶ。", "別の AZ のサブネットを追加して更新する。"]
    }
    cli = "aws autoscaling update-auto-scaling-group --auto-scaling-group-name NAME --vpc-zone-identifier SUBNET_1,SUBNET_2"
  }

  example "fail" "one zone" {
    resource "aws_autoscaling_group" "web" {
      name               = "web"
      min_size           = 2
      max_size           = 4
      availability_zones = ["us-east-1a"]

      launch_template {
        id      = "lt-0123456789abcdef0"
        version = "1"
      }
    }
  }

  example "fixed" "one zone" {
    variable "auto_scaling_availability_zones" {
      type    = list(string)
      default = ["us-east-1a", "us-east-1b"]
    }

    resource "aws_autoscaling_group" "web" {
      name               = "web"
      min_size           = 2
      max_size           = 4
      availability_zones = var.auto_scaling_availability_zones

      launch_template {
        id      = "lt-0123456789abcdef0"
        version = "1"
      }
    }
  }

  example "fail" "one subnet" {
    resource "aws_autoscaling_group" "web" {
      name                = "web"
      min_size            = 2
      max_size            = 4
      vpc_zone_identifier = ["subnet-0123456789abcdef0"]

      launch_template {
        id      = "lt-0123456789abcdef0"
        version = "1"
      }
    }
  }

  example "fail" "two subnets of one zone" {
    resource "aws_subnet" "private" {
      for_each          = { us-east-1a = "10.0.1.0/24", us-east-1b = "10.0.2.0/24" }
      vpc_id            = "vpc-0123456789abcdef0"
      cidr_block        = each.value
      availability_zone = "us-east-1a"
    }

    resource "aws_autoscaling_group" "web" {
      name                = "web"
      min_size            = 2
      max_size            = 4
      vpc_zone_identifier = [aws_subnet.private["us-east-1a"].id, aws_subnet.private["us-east-1b"].id]

      launch_template {
        id      = "lt-0123456789abcdef0"
        version = "1"
      }
    }
  }

  example "fail" "three zones are required" {
    params = { minAvailabilityZones = 3 }

    resource "aws_autoscaling_group" "web" {
      name               = "web"
      min_size           = 2
      max_size           = 4
      availability_zones = ["us-east-1a", "us-east-1b"]

      launch_template {
        id      = "lt-0123456789abcdef0"
        version = "1"
      }
    }
  }

  example "pass" "two zones" {
    resource "aws_autoscaling_group" "web" {
      name               = "web"
      min_size           = 2
      max_size           = 4
      availability_zones = ["us-east-1a", "us-east-1b"]

      launch_template {
        id      = "lt-0123456789abcdef0"
        version = "1"
      }
    }
  }

  example "pass" "subnets in two zones" {
    resource "aws_subnet" "private" {
      for_each          = { us-east-1a = "10.0.1.0/24", us-east-1b = "10.0.2.0/24" }
      vpc_id            = "vpc-0123456789abcdef0"
      cidr_block        = each.value
      availability_zone = each.key
    }

    resource "aws_autoscaling_group" "web" {
      name                = "web"
      min_size            = 2
      max_size            = 4
      vpc_zone_identifier = [aws_subnet.private["us-east-1a"].id, aws_subnet.private["us-east-1b"].id]

      launch_template {
        id      = "lt-0123456789abcdef0"
        version = "1"
      }
    }
  }

  example "pass" "subnets in two zones by id" {
    resource "aws_subnet" "private" {
      for_each             = { use1-az1 = "10.0.1.0/24", use1-az2 = "10.0.2.0/24" }
      vpc_id               = "vpc-0123456789abcdef0"
      cidr_block           = each.value
      availability_zone_id = each.key
    }

    resource "aws_autoscaling_group" "web" {
      name                = "web"
      min_size            = 2
      max_size            = 4
      vpc_zone_identifier = [aws_subnet.private["use1-az1"].id, aws_subnet.private["use1-az2"].id]

      launch_template {
        id      = "lt-0123456789abcdef0"
        version = "1"
      }
    }
  }

  example "unknown" "one of two subnets elsewhere" {
    resource "aws_subnet" "private" {
      for_each          = { us-east-1a = "10.0.1.0/24", us-east-1b = "10.0.2.0/24" }
      vpc_id            = "vpc-0123456789abcdef0"
      cidr_block        = each.value
      availability_zone = each.key
    }

    resource "aws_autoscaling_group" "web" {
      name                = "web"
      min_size            = 2
      max_size            = 4
      vpc_zone_identifier = ["subnet-0123456789abcdef0", aws_subnet.private["us-east-1a"].id]

      launch_template {
        id      = "lt-0123456789abcdef0"
        version = "1"
      }
    }
  }

  example "unknown" "subnets elsewhere" {
    resource "aws_autoscaling_group" "web" {
      name                = "web"
      min_size            = 2
      max_size            = 4
      vpc_zone_identifier = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]

      launch_template {
        id      = "lt-0123456789abcdef0"
        version = "1"
      }
    }
  }

  example "unknown" "decided at apply" {
    resource "terraform_data" "later" {
      input = ["us-east-1a", "us-east-1b"]
    }

    resource "aws_autoscaling_group" "web" {
      name               = "web"
      min_size           = 2
      max_size           = 4
      availability_zones = tolist(terraform_data.later.output)

      launch_template {
        id      = "lt-0123456789abcdef0"
        version = "1"
      }
    }
  }
}
