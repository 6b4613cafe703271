control "Redshift.2" {
  slug     = "redshift-cluster-tls-required"
  aliases  = []
  severity = "medium"
  category = ["Protect", "Data protection", "Encryption of data in transit"]
  title = {
    en = "Redshift clusters refuse connections without TLS"
    ja = "Redshift クラスターが TLS のない接続を拒否する"
  }
  why = {
    en = "Without TLS, passwords and query results cross the network in the clear."
    ja = "TLS を使わないと、パスワードやクエリの結果が平文でネットワークを流れます。"
  }
  decides = "checked"
  notes = {
    en = "Parameter groups are judged as well as the clusters that use them, because AWS names both types. A cluster whose group is outside the run is not judged, except with the default groups of AWS."
    ja = "AWS の対象にはパラメータグループも含まれるため、クラスターとあわせて判定します。構成に含まれないパラメータグループを使うクラスターは、AWS のデフォルトのグループの場合を除いて判定しません。"
  }
  config_rule = "redshift-require-tls-ssl"
  frameworks = {
    "aws-fsbp"       = ["Redshift.2"]
    "nist-800-53-r5" = ["AC-4", "SC-13", "SC-23", "SC-23(3)", "SC-7(4)", "SC-8", "SC-8(1)", "SC-8(2)"]
  }

  check "aws_redshift_cluster" {
    filter = local.group != null || !is_set(attrs.cluster_parameter_group_name) || local.open || local.closed
    locals {
      group = target(attrs.cluster_parameter_group_name, "aws_redshift_parameter_group")
      # AWS's own groups, which the plan of an existing cluster names; the newer one requires TLS.
      open   = local.group == null && attrs.cluster_parameter_group_name == "default.redshift-1.0"
      closed = local.group == null && attrs.cluster_parameter_group_name == "default.redshift-2.0"
    }
    enforce {
      condition = local.closed || any([for parameter in default(attribute(local.group, "parameter"), []) : lower(parameter.name) == "require_ssl" && lower(parameter.value) == "true"])
      at        = "cluster_parameter_group_name"
      error_message = {
        en = "the cluster accepts connections without TLS"
        ja = "クラスターが TLS のない接続を受け付ける"
      }
    }
    no_fix = {
      en = "clients that connect without TLS would be refused: when they are ready, name an aws_redshift_parameter_group with require_ssl = true in cluster_parameter_group_name"
      ja = "TLS を使わないクライアントが接続できなくなるため自動では直さない。準備ができたら require_ssl = true の aws_redshift_parameter_group を cluster_parameter_group_name に指定する"
    }
  }

  check "aws_redshift_parameter_group" {
    enforce {
      condition = any([for parameter in attrs.parameter : lower(parameter.name) == "require_ssl" && lower(parameter.value) == "true"])
      at        = "parameter"
      error_message = {
        en = "clusters with this parameter group accept connections without TLS"
        ja = "このパラメータグループを使うクラスターが TLS のない接続を受け付ける"
      }
    }
    no_fix = {
      en = "clients that connect without TLS would be refused: when they are ready, set the parameter require_ssl to true"
      ja = "TLS を使わないクライアントが接続できなくなるため自動では直さない。準備ができたらパラメータ require_ssl を true にする"
    }
  }

  remediation {
    console = {
      en = ["Create a parameter group with require_ssl set to true in the Redshift console.", "Edit the cluster, choose the group, and reboot it."]
      ja = ["Redshift コンソールで require_ssl を true にしたパラメータグループを作成する。", "クラスターを編集してそのグループを選び、再起動する。"]
    }
    cli = "aws redshift modify-cluster-parameter-group --parameter-group-name GROUP --parameters ParameterName=require_ssl,ParameterValue=true"
  }

  example "fail" "the default parameter group" {
    resource "aws_redshift_cluster" "dw" {
      cluster_identifier     = "dw"
      node_type              = "ra3.large"
      master_username        = "warehouse"
      manage_master_password = true
      skip_final_snapshot    = true
    }
  }

  example "fail" "the older group of AWS" {
    resource "aws_redshift_cluster" "dw" {
      cluster_identifier           = "dw"
      node_type                    = "ra3.large"
      master_username              = "warehouse"
      manage_master_password       = true
      skip_final_snapshot          = true
      cluster_parameter_group_name = "default.redshift-1.0"
    }
  }

  example "pass" "the newer group of AWS" {
    resource "aws_redshift_cluster" "dw" {
      cluster_identifier           = "dw"
      node_type                    = "ra3.large"
      master_username              = "warehouse"
      manage_master_password       = true
      skip_final_snapshot          = true
      cluster_parameter_group_name = "default.redshift-2.0"
    }
  }

  example "fail" "a group that leaves it off" {
    resource "aws_redshift_parameter_group" "dw" {
      name   = "dw"
      family = "redshift-1.0"
      parameter {
        name  = "require_ssl"
        value = "false"
      }
    }

    resource "aws_redshift_cluster" "dw" {
      cluster_identifier           = "dw"
      node_type                    = "ra3.large"
      master_username              = "warehouse"
      manage_master_password       = true
      skip_final_snapshot          = true
      cluster_parameter_group_name = aws_redshift_parameter_group.dw.name
    }
  }

  example "fail" "a group that says something else" {
    resource "aws_redshift_parameter_group" "dw" {
      name   = "dw"
      family = "redshift-1.0"
      parameter {
        name  = "enable_user_activity_logging"
        value = "true"
      }
    }

    resource "aws_redshift_cluster" "dw" {
      cluster_identifier           = "dw"
      node_type                    = "ra3.large"
      master_username              = "warehouse"
      manage_master_password       = true
      skip_final_snapshot          = true
      cluster_parameter_group_name = aws_redshift_parameter_group.dw.id
    }
  }

  example "fail" "groups without a cluster" {
    resource "aws_redshift_parameter_group" "empty" {
      name   = "empty"
      family = "redshift-1.0"
    }

    resource "aws_redshift_parameter_group" "other" {
      name   = "other"
      family = "redshift-1.0"
      parameter {
        name  = "enable_user_activity_logging"
        value = "true"
      }
    }

    resource "aws_redshift_parameter_group" "off" {
      name   = "off"
      family = "redshift-1.0"
      parameter {
        name  = "require_ssl"
        value = "false"
      }
    }
  }

  example "pass" "a group that requires it" {
    resource "aws_redshift_parameter_group" "dw" {
      name   = "dw"
      family = "redshift-1.0"
      parameter {
        name  = "require_ssl"
        value = "true"
      }
    }

    resource "aws_redshift_cluster" "dw" {
      cluster_identifier           = "dw"
      node_type                    = "ra3.large"
      master_username              = "warehouse"
      manage_master_password       = true
      skip_final_snapshot          = true
      cluster_parameter_group_name = aws_redshift_parameter_group.dw.name
    }
  }

  example "pass" "by the id, in capitals" {
    resource "aws_redshift_parameter_group" "dw" {
      name   = "dw"
      family = "redshift-1.0"
      parameter {
        name  = "require_ssl"
        value = "TRUE"
      }
    }

    resource "aws_redshift_cluster" "dw" {
      cluster_identifier           = "dw"
      node_type                    = "ra3.large"
      master_username              = "warehouse"
      manage_master_password       = true
      skip_final_snapshot          = true
      cluster_parameter_group_name = aws_redshift_parameter_group.dw.id
    }
  }

  example "unknown" "decided at apply" {
    resource "terraform_data" "later" {
      input = "true"
    }

    resource "aws_redshift_parameter_group" "dw" {
      name   = "dw"
      family = "redshift-1.0"
      parameter {
        name  = "require_ssl"
        value = tostring(terraform_data.later.output)
      }
    }

    resource "aws_redshift_cluster" "dw" {
      cluster_identifier           = "dw"
      node_type                    = "ra3.large"
      master_username              = "warehouse"
      manage_master_password       = true
      skip_final_snapshot          = true
      cluster_parameter_group_name = aws_redshift_parameter_group.dw.name
    }
  }
}
